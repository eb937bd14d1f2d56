using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>
/// Writes the directory copy set-wise: the highest version of a row wins whatever the order of arrival. Paths are never trusted
/// to be fresh: a path is the chain of its units' codes, so it is re-rooted on the newest units known here.
/// </summary>
internal static class DirectoryWrites
{
    // Whoever writes people reads unit paths; whoever writes units rewrites people. Shared and exclusive keep the two apart.
    private const long Lock = 0x6469726563746F72; // "director"

    internal static async Task KeepUnits(ServiceDb db, IEnumerable<UnitCopy> units, CancellationToken ct)
    {
        var rows = Rows(units.GroupBy(unit => unit.Id).Select(same => same.MaxBy(unit => unit.Version)!));
        await Enter(db, alone: true, ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO directory_units AS kept (id, code, path, name, name_en, kind, version, active)
            SELECT id, code, path, name, "nameEn", kind, version, active
            FROM jsonb_to_recordset({rows}::jsonb)
              AS r(id uuid, code text, path text, name text, "nameEn" text, kind text, version bigint, active boolean)
            ON CONFLICT (id) DO UPDATE SET
              code = excluded.code, path = excluded.path, name = excluded.name, name_en = excluded.name_en,
              kind = excluded.kind, version = excluded.version, active = excluded.active
            WHERE kept.version < excluded.version
            """, ct);
        await Reroot(db, ct);
    }

    internal static async Task KeepPeople(ServiceDb db, IEnumerable<SnapshotPerson> people, CancellationToken ct)
    {
        var rows = Rows(people.GroupBy(person => person.Id).Select(same => same.MaxBy(person => person.Version)!));
        await Enter(db, alone: false, ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO directory_people AS kept (id, unit_id, unit_path, posts, party_member, branch_id, union_member,
              joined_on, birth_month, birth_day, version, active)
            SELECT r.id, f."unitId", coalesce(u.path, f."unitPath"),
              (SELECT coalesce(jsonb_agg(jsonb_build_object('post', h."post", 'unitPath', coalesce(at.path, h."unitPath"))), '[]')
               FROM jsonb_to_recordset(f.posts) AS h("post" text, "unitPath" text)
               LEFT JOIN directory_units at ON at.code = substring(h."unitPath" FROM '([^/]+)/$')),
              f."partyMember", f."branchId", f."unionMember", f."joinedOn", f."birthMonth", f."birthDay", r.version, true
            FROM jsonb_to_recordset({rows}::jsonb) AS r(id uuid, version bigint, facts jsonb)
            CROSS JOIN LATERAL jsonb_to_record(r.facts) AS f("unitId" uuid, "unitPath" text, posts jsonb, "partyMember" boolean,
              "branchId" uuid, "unionMember" boolean, "joinedOn" date, "birthMonth" int, "birthDay" int)
            LEFT JOIN directory_units u ON u.id = f."unitId"
            ORDER BY r.id
            ON CONFLICT (id) DO UPDATE SET
              unit_id = excluded.unit_id, unit_path = excluded.unit_path, posts = excluded.posts,
              party_member = excluded.party_member, branch_id = excluded.branch_id, union_member = excluded.union_member,
              joined_on = excluded.joined_on, birth_month = excluded.birth_month, birth_day = excluded.birth_day,
              version = excluded.version, active = true
            WHERE kept.version < excluded.version
            """, ct);
    }

    /// <summary>Leaving is kept even of a person not known yet, so that a late joining cannot bring them back.</summary>
    internal static async Task KeepLeavers(ServiceDb db, IEnumerable<PersonLeft> leavers, CancellationToken ct)
    {
        var rows = Rows(leavers.GroupBy(left => left.PersonId).Select(same => same.MaxBy(left => left.Version)!));
        await Enter(db, alone: false, ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO directory_people AS kept (id, unit_id, unit_path, posts, party_member, branch_id, union_member,
              joined_on, birth_month, birth_day, version, active)
            SELECT "personId", '00000000-0000-0000-0000-000000000000', '', '[]', false, null, false, at::date, null, null, version, false
            FROM jsonb_to_recordset({rows}::jsonb) AS r("personId" uuid, version bigint, at timestamptz)
            ORDER BY "personId"
            ON CONFLICT (id) DO UPDATE SET active = false, posts = '[]', version = excluded.version
            WHERE kept.version < excluded.version
            """, ct);
    }

    // An event that arrives while a snapshot is loaded waits for it, which takes longer than a request may.
    private static async Task Enter(ServiceDb db, bool alone, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await (alone
            ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct)
            : db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Lock})", ct));
    }

    private static async Task Reroot(ServiceDb db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE tree AS (
              SELECT id, code, path AS fresh FROM directory_units WHERE path = code || '/'
              UNION ALL
              SELECT u.id, u.code, t.fresh || u.code || '/'
              FROM tree t JOIN directory_units u ON substring(u.path FROM '([^/]+)/[^/]+/$') = t.code)
            UPDATE directory_units u SET path = t.fresh FROM tree t WHERE t.id = u.id AND u.path <> t.fresh
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE directory_people p SET unit_path = u.path FROM directory_units u WHERE u.id = p.unit_id AND p.unit_path <> u.path
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE directory_people p SET posts = f.posts
            FROM (SELECT q.id, jsonb_agg(jsonb_build_object('post', h.post, 'unitPath', coalesce(at.path, h."unitPath"))) AS posts
                  FROM directory_people q
                  CROSS JOIN LATERAL jsonb_to_recordset(q.posts) AS h(post text, "unitPath" text)
                  LEFT JOIN directory_units at ON at.code = substring(h."unitPath" FROM '([^/]+)/$')
                  WHERE q.posts <> '[]' GROUP BY q.id) f
            WHERE f.id = p.id AND p.posts <> f.posts
            """, ct);
    }

    private static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, ServiceDb.Json);
}
