using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

/// <summary>Lets a draft count, once every formula passed its examples. Whoever saved it cannot also put it live.</summary>
internal static class GoLive
{
    private static readonly Refusal AlreadyLive = new("framework-already-live", "该版本已经启用。", "This edition is live already.");

    private static readonly Refusal OwnDraft = new(
        "same-person", "编制人不能自己启用，请另一位负责人启用。", "Whoever saved a draft cannot put it live: a second person does.");

    internal static async Task<Results<Ok<FrameworkResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid frameworkId, Caller caller, AssessmentDb db, FrameworkRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Frameworks.SingleOrDefaultAsync(row => row.Id == frameworkId, ct) is not { } framework) return TypedResults.NotFound();
        if (!InCharge.Of(caller, framework.UnitPath)) return InCharge.Refused.ToProblem();
        if (framework.State == Framework.Live) return AlreadyLive.ToProblem();
        if (framework.SavedBy == caller.Subject) return OwnDraft.ToProblem();
        foreach (var indicator in FrameworkTree.Indicators(framework.Read()).Where(indicator => indicator.Content.Formula is not null))
        {
            if (Examples.Run(indicator, rules.Compile(indicator)) is { } refusal) return refusal.ToProblem();
        }

        framework.GoLive(caller.Subject, clock.GetUtcNow());
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(ReadFramework.Describe(framework));
    }
}
