using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment;

/// <summary>Who runs appraisals of a unit: its Party-affairs workers and managers. Leaders and inspectors read.</summary>
internal static class InCharge
{
    internal static Refusal Refused { get; } = new(
        "unit-not-yours", "您不负责该单位的考核工作。", "You are not in charge of appraisals of this unit.", StatusCodes.Status403Forbidden);

    internal static bool Of(Caller caller, string unitPath) =>
        caller.IsPerson && (caller.Holds(RoleNames.PartyWorker, unitPath) || caller.Holds(RoleNames.Manager, unitPath));

    /// <summary>Who reads everything of a unit's appraisals.</summary>
    internal static bool MayRead(Caller caller, string unitPath) =>
        Of(caller, unitPath) || caller.Holds(RoleNames.Leader, unitPath) || caller.Holds(RoleNames.DisciplineInspector, unitPath);
}
