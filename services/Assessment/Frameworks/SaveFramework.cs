using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

public sealed record SaveFrameworkResponse(Guid FrameworkId, string Code, int Edition, string State, string Digest, int Exceptions);

/// <summary>Saves the next edition of a framework as a draft.</summary>
internal static class SaveFramework
{
    internal static async Task<Results<Created<SaveFrameworkResponse>, ProblemHttpResult>> Handle(
        FrameworkContent content, Caller caller, AssessmentDb db, FrameworkRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (!InCharge.Of(caller, caller.UnitPath)) return InCharge.Refused.ToProblem();
        if (rules.Check(content, caller.Subject, out var exemptions) is { } refusal) return refusal.ToProblem();

        // One edition after the other, also when two people save at the same moment.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"framework " + content.Code}, 0))", ct);
        var last = await db.Frameworks.Where(row => row.Code == content.Code).MaxAsync(row => (int?)row.Edition, ct) ?? 0;
        var framework = Framework.Save(content, last + 1, caller.UnitPath, caller.Subject, clock.GetUtcNow());
        db.Frameworks.Add(framework);
        db.BurdenExemptions.AddRange(exemptions);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/frameworks/{framework.Id}", new SaveFrameworkResponse(
            framework.Id, framework.Code, framework.Edition, framework.State, framework.Digest, exemptions.Count));
    }
}
