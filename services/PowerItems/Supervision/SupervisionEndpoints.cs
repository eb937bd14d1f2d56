using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

internal static class SupervisionEndpoints
{
    internal static RouteGroupBuilder MapSupervision(this RouteGroupBuilder group)
    {
        var supervision = group.MapGroup("/supervision").WithTags("Supervision").RequireRole(RoleNames.DisciplineInspector);
        supervision.MapGet("/cases", SearchCases.Handle).WithName(nameof(SearchCases));
        supervision.MapGet("/turnaround", GetTurnaround.Handle).WithName(nameof(GetTurnaround));
        supervision.MapGet("/returns", GetReturns.Handle).WithName(nameof(GetReturns));
        supervision.MapGet("/risks", GetRiskHeat.Handle).WithName(nameof(GetRiskHeat));
        supervision.MapGet("/permissions", GetPermissionMatrix.Handle).WithName(nameof(GetPermissionMatrix));
        supervision.MapGet("/proposals", ProposeChanges.Handle).WithName(nameof(ProposeChanges));
        supervision.MapGet("/exports", ListExports.Handle).WithName(nameof(ListExports));
        // The slice asks for the role itself: what was sent is looked at first, as at every POST.
        group.MapPost("/supervision/exports", ExportToExcel.Handle).WithName(nameof(ExportToExcel)).WithTags("Supervision");
        return group;
    }

    /// <summary>The unit subtrees over which the caller inspects: a narrower view than everything the caller may read.</summary>
    internal static string[] Inspected(this Caller caller) =>
        [.. caller.Roles.Where(grant => grant.Role == RoleNames.DisciplineInspector).Select(grant => grant.UnitPath)];
}
