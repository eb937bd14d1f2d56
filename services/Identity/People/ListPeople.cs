using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

public sealed record PersonResponse(Guid Id, string Name, string UnitPath, string UnitName, string UnitNameEn, bool Active, long Version);

/// <summary>Names in a batch, of people in the caller's units and in those above. Unknown and foreign ids are left out alike.</summary>
internal static class ListPeople
{
    private const int Most = 200;

    internal static async Task<Results<Ok<IReadOnlyList<PersonResponse>>, ProblemHttpResult>> Handle(string? ids, Caller caller, IdentityDb db, CancellationToken ct)
    {
        var wanted = new List<Guid>();
        foreach (var text in (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Guid.TryParse(text, out var id)) return ProblemTypes.Invalid(("ids", $"“{text}”不是人员编号。", $"'{text}' is not the id of a person."));
            wanted.Add(id);
        }

        if (wanted.Count is 0 or > Most) return ProblemTypes.Invalid(("ids", $"请给出 1 至 {Most} 个人员编号，用逗号隔开。", $"Give 1 to {Most} ids, separated by commas."));

        var people = await (
            from person in db.People.AsNoTracking()
            where wanted.Contains(person.Id)
            join unit in db.UnitsSeenBy(caller) on person.UnitId equals unit.Id
            orderby person.Id
            select new PersonResponse(person.Id, person.Name, person.UnitPath, unit.Name, unit.NameEn, person.LeftAt == null, person.Version)).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<PersonResponse>>(people);
    }
}
