using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Audits;

/// <summary>The same entries as a CSV file, a row at a time. Cells that a spreadsheet would run as a formula are quoted with an apostrophe.</summary>
internal static class ExportAudit
{
    private static readonly CsvWriterOptions Format = new() { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    internal static async Task Handle(HttpContext http, [AsParameters] AuditQuery query, Caller caller, UnitOfWorkFactory<IdentityDb> factory, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        await using var csv = CsvWriter.Create(http.Response.Body, Format, leaveOpen: true);
        await Write(csv, ["number", "at", "act", "outcome", "actor", "subject", "unitPath", "address", "traceId", "details", "link"], ct);
        await foreach (var entry in SearchAudit.Find(work.Db, caller, query, 0).AsAsyncEnumerable().WithCancellation(ct))
        {
            await Write(csv, [entry.Number.ToString(CultureInfo.InvariantCulture), entry.At.ToString("O", CultureInfo.InvariantCulture), entry.Act, entry.Outcome,
                entry.Actor, entry.Subject, entry.UnitPath, entry.Address, entry.TraceId, entry.Details, entry.Link], ct);
        }

        await csv.FlushAsync(ct);
    }

    private static ValueTask Write(CsvWriter csv, string[] fields, CancellationToken ct)
    {
        foreach (var field in fields) csv.WriteField(field);
        return csv.EndRecordAsync(ct);
    }
}
