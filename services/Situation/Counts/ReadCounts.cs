using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Situation.Counts;

internal static class ReadCounts
{
    internal static async Task<Results<Ok<CountsResponse>, ProblemHttpResult>> Handle(
        Caller caller, SituationDb db, CancellationToken ct, string? unit = null)
    {
        var scope = unit ?? caller.UnitPath;
        if (ScopeRights.RefuseCounts(scope, caller) is { } refusal) return refusal;
        return TypedResults.Ok(await CountsReader.Read(scope, db, ct));
    }
}
