using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Welfare.Ledger;

/// <param name="Next">Send as <c>after</c> for the following page; null on the last.</param>
public sealed record ListEntriesResponse(IReadOnlyList<EntryResponse> Entries, Guid? Next);

/// <param name="From">Account that gave, such as <c>Festival/Available</c>.</param>
/// <param name="To">Account that took.</param>
public sealed record EntryResponse(
    Guid EntryId, string UnitPath, int Year, string Kind, string CauseKind, Guid CauseId, Guid? Reverses, string From, string To, decimal Amount,
    string PostedBy, DateTimeOffset At);

/// <summary>The union audit's view: every entry with its cause, as pages or as a file for the auditors' spreadsheet.</summary>
internal static class ListEntries
{
    private const int PageSize = 200;
    private const int MostInAFile = 200_000;

    internal static async Task<Ok<ListEntriesResponse>> Handle(
        Caller caller, WelfareDb db, CancellationToken ct, [Range(2000, 2200)] int? year = null, Guid? causeId = null, Guid? after = null)
    {
        var rows = await Read(db, caller, year, causeId, after, PageSize + 1, ct);
        return TypedResults.Ok(new ListEntriesResponse([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].EntryId : null));
    }

    internal static async Task<FileContentHttpResult> Export(
        Caller caller, WelfareDb db, [Range(2000, 2200)] int year, CancellationToken ct)
    {
        var file = new StringBuilder("\uFEFF分录号,单位,年度,业务,事由,事由号,冲销分录,付出科目,收入科目,金额（元）,经办,时间\r\n");
        foreach (var row in await Read(db, caller, year, null, null, MostInAFile, ct))
        {
            file.Append(CultureInfo.InvariantCulture,
                $"{row.EntryId},{row.UnitPath},{row.Year},{row.Kind},{row.CauseKind},{row.CauseId},{row.Reverses},{row.From},{row.To},{row.Amount:0.00},{row.PostedBy},{row.At:O}\r\n");
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(file.ToString()), "text/csv; charset=utf-8", $"union-audit-{year}.csv");
    }

    [SuppressMessage("Globalization", "CA1310", Justification = "Translated to SQL, where prefixes are compared by code point.")]
    private static Task<List<EntryResponse>> Read(WelfareDb db, Caller caller, int? year, Guid? causeId, Guid? after, int most, CancellationToken ct)
    {
        var entries = db.LedgerEntries.AsNoTracking().Where(entry => caller.Units.Any(unit => entry.UnitPath.StartsWith(unit)));
        var sides =
            from posting in db.LedgerPostings.AsNoTracking()
            join account in db.LedgerAccounts.AsNoTracking() on posting.AccountId equals account.Id
            select new { posting.EntryId, posting.Amount, account.Line, account.Kind, account.Year };
        return (
            from entry in entries
            join gave in sides.Where(side => side.Amount < 0) on entry.Id equals gave.EntryId
            join took in sides.Where(side => side.Amount > 0) on entry.Id equals took.EntryId
            where (year == null || took.Year == year) && (causeId == null || entry.CauseId == causeId) && (after == null || entry.Id > after)
            orderby entry.Id
            select new EntryResponse(
                entry.Id, entry.UnitPath, took.Year, entry.Kind, entry.CauseKind, entry.CauseId, entry.Reverses,
                gave.Line + "/" + gave.Kind, took.Line + "/" + took.Kind, took.Amount, entry.PostedBy, entry.At)).Take(most).ToListAsync(ct);
    }
}
