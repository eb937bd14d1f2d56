using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning;

/// <summary>Who may write and send learning for a unit: those who run its business, Party or union work.</summary>
internal static class Organisers
{
    private static readonly string[] Roles = [RoleNames.Manager, RoleNames.PartyWorker, RoleNames.UnionWorker];

    internal static readonly Refusal NotYours = new(
        "not-organiser", "您不负责这个单位的学习工作。", "You do not run learning for this unit.", StatusCodes.Status403Forbidden);

    internal static readonly Refusal PersonsOnly = new(
        "persons-only", "学习由本人完成，系统账号不能代替。", "People complete lessons; a system's account cannot.", StatusCodes.Status403Forbidden);

    internal static bool Organises(this Caller caller, string unitPath) => caller.IsPerson && Roles.Any(role => caller.Holds(role, unitPath));
}
