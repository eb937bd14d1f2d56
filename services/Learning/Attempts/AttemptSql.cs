using Npgsql;

namespace Ronghe.Learning.Attempts;

internal static class AttemptSql
{
    internal const string InsertStarts = """
        INSERT INTO exam_attempts (id, exam_id, person_id, unit_path, number, paper, started_at, ends_at, state, version)
        SELECT i.id, i.exam_id, i.person_id, i.unit_path, i.number, i.paper, i.started_at, i.ends_at, 'Running', 1
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::jsonb[], $7::timestamptz[], $8::timestamptz[], $9::uuid[])
          AS i(id, exam_id, person_id, unit_path, number, paper, started_at, ends_at, audience_id)
        WHERE NOT EXISTS (SELECT FROM exam_attempts e WHERE e.exam_id = i.exam_id AND e.person_id = i.person_id AND (e.state = 'Running' OR e.number >= i.number))
          AND (i.audience_id IS NULL OR EXISTS (SELECT FROM audience_members m WHERE m.audience_id = i.audience_id AND m.person_id = i.person_id))
        ORDER BY i.exam_id, i.person_id
        ON CONFLICT (exam_id, person_id, number) DO NOTHING
        """;

    internal const string ReadLatest = """
        SELECT DISTINCT ON (a.exam_id, a.person_id) a.exam_id, a.person_id, a.id, a.number, a.state, a.started_at, a.ends_at, a.paper::text
        FROM unnest($1::uuid[], $2::uuid[]) AS i(exam_id, person_id)
        JOIN exam_attempts a ON a.exam_id = i.exam_id AND a.person_id = i.person_id
        ORDER BY a.exam_id, a.person_id, a.number DESC
        """;

    // The attempt's row is locked against a submission that runs at the same moment: an answer is either in it or refused.
    internal const string SaveAnswers = """
        WITH running AS (
          SELECT i.* FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::int[], $6::timestamptz[])
            AS i(attempt_id, person_id, number, given, revision, now)
          JOIN exam_attempts a ON a.id = i.attempt_id AND a.person_id = i.person_id
          WHERE a.state = 'Running' AND i.now < a.ends_at AND a.paper @> jsonb_build_array(jsonb_build_object('number', i.number))
          ORDER BY i.attempt_id FOR SHARE OF a)
        INSERT INTO exam_answers AS kept (attempt_id, number, given, revision, saved_at)
        SELECT attempt_id, number, given, revision, now FROM running ORDER BY attempt_id, number
        ON CONFLICT (attempt_id, number) DO UPDATE SET given = excluded.given, revision = excluded.revision, saved_at = excluded.saved_at
        WHERE kept.revision < excluded.revision
        """;

    internal const string ReadAnswers = """
        SELECT i.ordinal, a.state, a.ends_at, coalesce(k.revision, 0), coalesce(k.given, ''), coalesce(k.saved_at, a.started_at)
        FROM unnest($1::uuid[], $2::uuid[], $3::int[]) WITH ORDINALITY AS i(attempt_id, person_id, number, ordinal)
        LEFT JOIN exam_attempts a ON a.id = i.attempt_id AND a.person_id = i.person_id
          AND a.paper @> jsonb_build_array(jsonb_build_object('number', i.number))
        LEFT JOIN exam_answers k ON k.attempt_id = a.id AND k.number = i.number
        """;

    /// <summary>Rows are chosen by the person that the token names; the unit does not matter.</summary>
    internal static NpgsqlBatchCommand EnterScope() => new("SELECT set_config('app.units', '{\"\"}', true)");
}
