using Ronghe.ServiceDefaults.Callers;
using Ronghe.Welfare.Budgets;

namespace Ronghe.Welfare.Ledger;

internal static class LedgerEndpoints
{
    internal static IEndpointRouteBuilder MapLedger(this IEndpointRouteBuilder routes)
    {
        var ledger = routes.MapGroup("/ledger").WithTags("Ledger")
            .RequireRole(RoleNames.UnionWorker, RoleNames.DisciplineInspector, RoleNames.Leader, RoleNames.AuditAdministrator, RoleNames.Subsidiary);
        ledger.MapGet("/trial-balance", TrialBalance.Handle).WithName(nameof(TrialBalance));
        ledger.MapGet("/entries", ListEntries.Handle).WithName(nameof(ListEntries));
        ledger.MapGet("/export", ListEntries.Export).WithName("ExportEntries");

        var budgets = routes.MapGroup("/budgets").WithTags("Budgets").RequireRole(RoleNames.UnionWorker, RoleNames.Subsidiary);
        budgets.MapPost("/", SetBudget.Handle).WithName(nameof(SetBudget));
        budgets.MapPost("/carry-over", CarryOver.Handle).WithName(nameof(CarryOver));
        budgets.MapPost("/transfers", ProposeTransfer.Handle).WithName(nameof(ProposeTransfer));
        budgets.MapGet("/transfers/{transferId:guid}", ReadTransfer.Handle).WithName(nameof(ReadTransfer));
        return routes;
    }
}
