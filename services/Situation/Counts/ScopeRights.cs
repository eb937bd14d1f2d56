using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Situation.Counts;

/// <summary>Whose figures a caller may see.</summary>
internal static partial class ScopeRights
{
    private static readonly Refusal NotYourUnit = new(
        "unit-not-yours", "您不能查看该单位的态势。", "You may not see the situation of this unit.", StatusCodes.Status403Forbidden);

    /// <summary>Counts: everybody within their units; the duty room and leaders everywhere.</summary>
    internal static ProblemHttpResult? RefuseCounts(string unit, Caller caller) =>
        RefuseMalformed(unit) ?? (caller.MayRead(unit) || caller.Roles.Any(grant => grant.Role is RoleNames.DutyRoom or RoleNames.Leader)
            ? null
            : NotYourUnit.ToProblem());

    /// <summary>The cases behind a count: within the caller's units only.</summary>
    internal static ProblemHttpResult? RefuseCases(string unit, Caller caller) =>
        RefuseMalformed(unit) ?? (caller.MayRead(unit) ? null : NotYourUnit.ToProblem());

    private static ProblemHttpResult? RefuseMalformed(string unit) => UnitPath().IsMatch(unit)
        ? null
        : ProblemTypes.Invalid(("unit", "应为单位路径，如 G/B01/。", "Must be the path of a unit, such as G/B01/."));

    [GeneratedRegex(@"\A([A-Za-z0-9_-]{1,32}/){1,8}\z")]
    private static partial Regex UnitPath();
}
