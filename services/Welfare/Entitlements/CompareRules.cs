using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Programmes;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Entitlements;

/// <param name="RuleCodes">Rules to try, each in its newest version.</param>
public sealed record CompareRulesRequest(
    [Required, MinLength(1), MaxLength(50)] IReadOnlyList<string>? RuleCodes,
    [StringLength(40)] string? UnitCode,
    [Required, Range(typeof(decimal), "0.01", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? AmountPerPerson);

public sealed record CompareRulesResponse(int People, IReadOnlyList<RuleCost> Rules);

public sealed record RuleCost(string RuleCode, int RuleVersion, int Entitled, decimal Cost, IReadOnlyList<UnitCost> Units, IReadOnlyList<ReasonCount> NotEntitled);

/// <summary>Tries several rules on everybody in one pass, before one of them is chosen for a programme.</summary>
internal static class CompareRules
{
    internal static async Task<Results<Ok<CompareRulesResponse>, ProblemHttpResult>> Handle(
        CompareRulesRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath)) return CreateProgramme.NotYourUnit.ToProblem();

        var day = RunDry.DayOf(clock.GetUtcNow());
        var tallies = new List<(EntitlementRule Rule, Tally Tally)>();
        foreach (var code in request.RuleCodes!)
        {
            if (await EntitlementRule.Find(db, code, null, ct) is not { } rule)
                return ProblemTypes.Invalid(("ruleCodes", $"没有资格规则“{code}”。", $"There is no rule {code}."));
            tallies.Add((rule, new Tally(new CompiledRule(rule.Clauses, day), request.AmountPerPerson!.Value)));
        }

        var people = 0;
        await foreach (var member in Members.Read(db, unitPath, day, null, ct))
        {
            people++;
            foreach (var (_, tally) in tallies) tally.Count(member);
        }

        return TypedResults.Ok(new CompareRulesResponse(people, [.. tallies.Select(of => new RuleCost(
            of.Rule.Code, of.Rule.Version, of.Tally.People, of.Tally.Cost, of.Tally.ByUnit(), of.Tally.Reasons()))]));
    }
}
