using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Audiences;

/// <summary>Writes who belongs to which audience. One writer at a time, so that a new audience and a person who moves meet.</summary>
internal static class Targeting
{
    private const long Lock = 0x617564690001;
    private const int Batch = 1000;

    /// <summary>People of the subtree with their facts, streamed.</summary>
    internal static async IAsyncEnumerable<(Guid PersonId, Facts Facts)> People(string unitPath, LearningDb db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var tags = (await db.PersonTags.AsNoTracking().ToListAsync(ct)).ToLookup(row => row.PersonId, row => row.Tag);
        await foreach (var person in db.Set<PersonCopy>().AsNoTracking().Where(row => row.Active && row.UnitPath.StartsWith(unitPath)).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return (person.Id, FactsOf(person, [.. tags[person.Id]]));
        }
    }

    internal static Facts FactsOf(PersonCopy person, IReadOnlyList<string> tags) => new(person.UnitPath, person.Posts, person.PartyMember, person.UnionMember, tags);

    internal static async Task<int> Fill(Audience audience, LearningDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(1));
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var members = new List<Guid>();
        await foreach (var (personId, facts) in People(audience.UnitPath, db, ct)) if (audience.Includes(facts)) members.Add(personId);
        var ids = members.ToArray();
        await db.Database.ExecuteSqlAsync($"INSERT INTO audience_members (audience_id, person_id) SELECT {audience.Id}, unnest({ids})", ct);
        return ids.Length;
    }

    /// <summary>Takes up to a thousand people from the queue and sets their audiences right; answers how many there were.</summary>
    internal static async Task<int> RetargetSome(LearningDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(1));
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var ids = (await db.Database.SqlQuery<Guid>($"""
            DELETE FROM retarget_queue WHERE person_id IN (SELECT person_id FROM retarget_queue LIMIT {Batch} FOR UPDATE SKIP LOCKED) RETURNING person_id AS "Value"
            """).ToListAsync(ct)).ToArray();
        if (ids.Length == 0) return 0;

        var audiences = await db.Audiences.AsNoTracking().ToListAsync(ct);
        var tags = (await db.PersonTags.AsNoTracking().Where(row => ids.Contains(row.PersonId)).ToListAsync(ct)).ToLookup(row => row.PersonId, row => row.Tag);
        var people = await db.Set<PersonCopy>().AsNoTracking().Where(row => row.Active && ids.Contains(row.Id)).ToListAsync(ct);
        var pairs = (from person in people
                     let facts = FactsOf(person, [.. tags[person.Id]])
                     from audience in audiences
                     where audience.Includes(facts)
                     select (person.Id, AudienceId: audience.Id)).ToList();
        await Replace(ids, [.. pairs.Select(pair => pair.Id)], [.. pairs.Select(pair => pair.AudienceId)], db, ct);
        return ids.Length;
    }

    private static async Task Replace(Guid[] ids, Guid[] people, Guid[] audiences, LearningDb db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM audience_members m WHERE m.person_id = ANY({ids}) AND NOT EXISTS (
              SELECT FROM unnest({people}, {audiences}) AS k(person_id, audience_id) WHERE k.person_id = m.person_id AND k.audience_id = m.audience_id)
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO audience_members (person_id, audience_id) SELECT * FROM unnest({people}, {audiences}) ON CONFLICT DO NOTHING
            """, ct);
    }
}
