using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Budgets;

public sealed record ProposeTransferRequest(
    [StringLength(40)] string? UnitCode,
    [Required, Range(2000, 2200)] int? Year,
    [Required, StringLength(40)] string? FromLine,
    [Required, StringLength(40)] string? ToLine,
    [Required, Range(typeof(decimal), "0.01", "1000000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Amount,
    [Required, StringLength(1000)] string? Reason);

/// <param name="Digest">What a power case of <paramref name="AuthorityItem"/> has to carry.</param>
public sealed record TransferResponse(
    Guid TransferId, string State, string UnitPath, int Year, string FromLine, string ToLine, decimal Amount, string Reason, string Digest,
    string AuthorityItem, Guid? AuthorityCaseId, string? Refused, long Version);

internal static class ProposeTransfer
{
    internal static async Task<Results<Created<TransferResponse>, ProblemHttpResult>> Handle(
        ProposeTransferRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (!BudgetLines.All.Contains(request.FromLine)) return ProblemTypes.Invalid(("fromLine", "没有这个预算科目。", "There is no such budget line."));
        if (!BudgetLines.All.Contains(request.ToLine) || request.ToLine == request.FromLine)
            return ProblemTypes.Invalid(("toLine", "没有这个预算科目，或与调出科目相同。", "There is no such budget line, or it is the one that gives."));
        if (decimal.Round(request.Amount!.Value, 2) != request.Amount) return ProblemTypes.Invalid(("amount", "金额最多两位小数。", "At most two decimals."));

        var now = clock.GetUtcNow();
        var transfer = new Transfer
        {
            Id = Guid.CreateVersion7(now), UnitPath = unitPath, Year = request.Year!.Value, FromLine = request.FromLine!, ToLine = request.ToLine!,
            Amount = request.Amount.Value, Reason = request.Reason!.Trim(), ProposedBy = caller.Subject, ProposedAt = now,
        };
        db.Transfers.Add(transfer);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/welfare/budgets/transfers/{transfer.Id}", ReadTransfer.Describe(transfer));
    }
}

internal static class ReadTransfer
{
    internal static async Task<Results<Ok<TransferResponse>, NotFound>> Handle(Guid transferId, Caller caller, WelfareDb db, CancellationToken ct) =>
        await db.Transfers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == transferId, ct) is { } transfer && caller.MayRead(transfer.UnitPath)
            ? TypedResults.Ok(Describe(transfer))
            : TypedResults.NotFound();

    internal static TransferResponse Describe(Transfer transfer) => new(
        transfer.Id, transfer.State, transfer.UnitPath, transfer.Year, transfer.FromLine, transfer.ToLine, transfer.Amount, transfer.Reason,
        transfer.Digest, Transfer.AuthorityItem, transfer.AuthorityCaseId, transfer.Refused, transfer.Version);
}
