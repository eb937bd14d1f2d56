using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Audiences;

/// <param name="Tags">All tags that the person carries from now on; empty for none.</param>
public sealed record TagPersonRequest([Required, Length(0, 20)] IReadOnlyList<string>? Tags);

internal static class TagPerson
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid personId, TagPersonRequest request, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (await db.Set<PersonCopy>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == personId && row.Active, ct) is not { } person) return TypedResults.NotFound();
        if (!caller.Organises(person.UnitPath)) return Organisers.NotYours.ToProblem();
        string[] tags = [.. request.Tags!.Where(tag => !string.IsNullOrWhiteSpace(tag)).Select(tag => tag.Trim()).Distinct()];
        await db.Database.ExecuteSqlAsync($"DELETE FROM person_tags WHERE person_id = {personId} AND tag <> ALL({tags})", ct);
        await db.Database.ExecuteSqlAsync($"INSERT INTO person_tags (person_id, tag) SELECT {personId}, unnest({tags}) ON CONFLICT DO NOTHING", ct);
        await db.Database.ExecuteSqlAsync($"INSERT INTO retarget_queue (person_id) VALUES ({personId}) ON CONFLICT DO NOTHING", ct);
        return TypedResults.NoContent();
    }
}
