namespace Ronghe.Welfare.Claims;

/// <summary>
/// A batch of claims as one statement: who may, what is left, cap, claim, stock and ledger. Whoever runs it holds the locks of the
/// gates. <see cref="Wanted"/> are people who asked; <see cref="ForEveryone"/> the next people of a bulk issue.
/// </summary>
internal static class ClaimSql
{
    internal const string LockGates = "SELECT programme_id FROM claim_gates WHERE programme_id = ANY($1) ORDER BY programme_id FOR UPDATE";

    /// <summary>$1–$6 by request: number, programme, person, gift, key, id; $7 now, $8 how.</summary>
    internal const string Wanted = """
        WITH wanted AS (
          SELECT * FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[]) AS w(ord, programme_id, person_id, gift, key, claim_id)),
        judged AS (
          SELECT w.*, coalesce(e.unit_path, '') AS person_unit, c.id AS have_id, c.key AS have_key, c.gift AS have_gift, c.amount AS have_amount, s.stock - s.taken AS stock_left,
            CASE WHEN g.window_slots > 0 THEN g.opens_at + make_interval(mins => e.slot * g.window_minutes) END AS window_from,
            CASE
              WHEN c.id IS NOT NULL THEN 'twice'
              WHEN e.person_id IS NULL THEN 'not-entitled'
              WHEN p.active IS FALSE THEN 'has-left'
              WHEN NOT g.open OR $7 < g.opens_at OR ($8 = 'Claim' AND $7 >= g.closes_at) OR g.mode <> $8 THEN 'closed'
              WHEN g.window_slots > 0 AND $7 < g.opens_at + make_interval(mins => e.slot * g.window_minutes) THEN 'not-yet'
              WHEN s.gift IS NULL THEN 'no-such-gift'
            END AS no
          FROM wanted w
          LEFT JOIN claim_gates g ON g.programme_id = w.programme_id
          LEFT JOIN entitlements e ON e.programme_id = w.programme_id AND e.person_id = w.person_id
          LEFT JOIN claims c ON c.programme_id = w.programme_id AND c.person_id = w.person_id AND c.state <> 'Returned'
          LEFT JOIN gift_stocks s ON s.programme_id = w.programme_id AND s.gift = w.gift
          LEFT JOIN directory_people p ON p.id = w.person_id),
        """ + Grant + """
        SELECT j.ord,
          CASE WHEN j.no IS NOT NULL THEN j.no WHEN f.ord IS NULL THEN 'sold-out' WHEN g.ord IS NULL THEN 'over-cap' END,
          coalesce(j.have_id, g.claim_id), j.have_key, coalesce(j.have_gift, j.gift), coalesce(j.have_amount, g.amount), j.window_from, j.person_unit
        FROM judged j LEFT JOIN fitting f USING (ord) LEFT JOIN granted g USING (ord)
        ORDER BY j.ord
        """;

    /// <summary>$1 programme, $2 after which person, $3 how many, $4 ids; $7 now, $8 how.</summary>
    internal const string ForEveryone = """
        WITH next AS (
          SELECT row_number() OVER (ORDER BY e.person_id)::int AS ord, e.* FROM entitlements e
          WHERE e.programme_id = $1 AND e.person_id > $2 ORDER BY e.person_id LIMIT $3),
        judged AS (
          SELECT n.ord, n.programme_id, n.person_id, $5::text AS gift, $6::text AS key, ($4::uuid[])[n.ord] AS claim_id, n.unit_path AS person_unit,
            NULL::bigint AS stock_left, CASE WHEN c.id IS NOT NULL THEN 'twice' WHEN p.active IS FALSE THEN 'has-left' END AS no
          FROM next n
          LEFT JOIN claims c ON c.programme_id = n.programme_id AND c.person_id = n.person_id AND c.state <> 'Returned'
          LEFT JOIN directory_people p ON p.id = n.person_id),
        """ + Grant + """
        , skipped AS (
          INSERT INTO issue_skips (programme_id, person_id, reason)
          SELECT j.programme_id, j.person_id, coalesce(j.no, 'over-cap') FROM judged j LEFT JOIN granted g USING (ord) WHERE g.ord IS NULL AND j.no IS DISTINCT FROM 'twice')
        SELECT j.person_unit, count(*)::int, count(g.ord)::int, max(j.person_id::text)::uuid FROM judged j LEFT JOIN granted g USING (ord) GROUP BY j.person_unit
        """;

    private const string Grant = """
        ranked AS (
          SELECT j.*, g.unit_path AS programme_unit, g.kind, g.year, g.amount, g.cap_code, g.cap_most, g.committed_account, g.paid_account,
            row_number() OVER (PARTITION BY j.programme_id, j.gift ORDER BY j.ord) AS place
          FROM judged j JOIN claim_gates g USING (programme_id) WHERE j.no IS NULL),
        fitting AS (SELECT * FROM ranked WHERE stock_left IS NULL OR place <= stock_left),
        capped AS (
          INSERT INTO cap_totals AS t (person_id, cap_code, year, amount, most)
          SELECT person_id, cap_code, year, amount, cap_most FROM fitting WHERE cap_code IS NOT NULL AND amount <= cap_most ORDER BY person_id
          ON CONFLICT (person_id, cap_code, year) DO UPDATE SET amount = t.amount + excluded.amount, most = excluded.most
          WHERE t.amount + excluded.amount <= excluded.most
          RETURNING person_id),
        granted AS (SELECT f.* FROM fitting f WHERE f.cap_code IS NULL OR f.person_id IN (SELECT person_id FROM capped)),
        claimed AS (
          INSERT INTO claims (id, programme_id, person_id, unit_path, kind, year, gift, amount, how, state, key, entry_id, at, version)
          SELECT claim_id, programme_id, person_id, person_unit, kind, year, gift, amount, $8, 'Held', key, claim_id, $7, 1 FROM granted),
        taken AS (
          UPDATE gift_stocks s SET taken = s.taken + n.many
          FROM (SELECT programme_id, gift, count(*)::int AS many FROM granted GROUP BY 1, 2) n WHERE s.programme_id = n.programme_id AND s.gift = n.gift),
        entries AS (
          INSERT INTO ledger_entries (id, unit_path, kind, cause_kind, cause_id, posted_by, at)
          SELECT claim_id, programme_unit, 'Pay', 'Claim', claim_id, person_id::text, $7 FROM granted),
        postings AS (
          INSERT INTO ledger_postings (entry_id, account_id, unit_path, amount)
          SELECT claim_id, committed_account, programme_unit, -amount FROM granted
          UNION ALL SELECT claim_id, paid_account, programme_unit, amount FROM granted)
        """;
}
