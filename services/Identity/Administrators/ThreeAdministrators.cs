using Npgsql;
using Ronghe.Identity.Posts;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Administrators;

/// <summary>
/// The system, security and audit administrator (三员分立, GB/T 22239 level 3): nobody holds two of the three, nobody grants one to
/// themselves, and posts that bring one are filled by the security administrator's grant, not by the system administrator's
/// appointment. The database holds the first rule too.
/// </summary>
internal static class ThreeAdministrators
{
    /// <summary>Name of the database's constraint.</summary>
    internal const string Constraint = "three_administrators";

    internal static readonly string[] Roles = [RoleNames.SystemAdministrator, RoleNames.SecurityAdministrator, RoleNames.AuditAdministrator];

    internal static readonly Refusal Separate = new("administrators-are-separate",
        "系统管理员、安全管理员、审计管理员须由不同的人担任（三员分立）。",
        "System, security and audit administrator must be three different people.");

    internal static readonly Refusal NotOnYourself = new("not-on-yourself",
        "不能办理涉及本人权限的事项，请由另一位管理员办理。",
        "You may not do this to yourself. Ask another administrator.", StatusCodes.Status403Forbidden);

    internal static Refusal NotByAppointment(string post) => new("administrator-by-grant",
        $"管理员岗位不能任命，须由安全管理员授权：{post}。",
        $"An administrator is not appointed but granted the role by the security administrator: {post}.", StatusCodes.Status403Forbidden);

    internal static bool BringsOne(Post post) => post.Roles.Intersect(Roles).Any();

    internal static bool IsBroken(PostgresException exception) => exception.ConstraintName == Constraint;
}
