using System.ComponentModel.DataAnnotations;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Credentials;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Personnel;

/// <param name="PlanHash">The diff that the caller saw.</param>
/// <param name="GoodOnly">True to leave bad rows out; otherwise one bad row stops everything.</param>
public sealed record StartApplyingRequest([Required] string? PlanHash, bool GoodOnly = false);

internal static class StartApplying
{
    internal static async Task<Results<Accepted<ImportResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, StartApplyingRequest request, Caller caller, IdentityDb db, HttpContext http, ImportWork work, CancellationToken ct)
    {
        if (await SendPeople.Own(db, caller, id, ct) is not { } import) return TypedResults.NotFound();
        if (import.State != ImportStates.Ready) return ImportRefusals.NotReady.ToProblem();
        if (request.PlanHash != import.PlanHash) return ImportRefusals.OtherPlan.ToProblem();
        if (import.Bad > 0 && !request.GoodOnly) return ImportRefusals.HasBadRows.ToProblem();

        // Two clicks at once: one of them changes the row.
        var begun = await db.PeopleImports.Where(each => each.Id == id && each.State == ImportStates.Ready).ExecuteUpdateAsync(each => each
            .SetProperty(i => i.State, ImportStates.Applying).SetProperty(i => i.GoodOnly, request.GoodOnly).SetProperty(i => i.Done, 0), ct);
        if (begun == 0) return ImportRefusals.NotReady.ToProblem();
        http.Response.OnCompleted(() =>
        {
            work.Wake();
            return Task.CompletedTask;
        });
        (import.State, import.Done) = (ImportStates.Applying, 0);
        return TypedResults.Accepted($"/api/v1/directory/imports/{id}", import.ToResponse());
    }
}

/// <summary>The first passwords of those who joined, as a CSV file, once: fetched, they are gone.</summary>
internal static class FetchActivationCodes
{
    internal static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IdentityDb db, ActivationCodes codes, CancellationToken ct)
    {
        if (await SendPeople.Own(db, caller, id, ct) is not { } import) return TypedResults.NotFound();
        if (import.State != ImportStates.Applied) return ImportRefusals.NotApplied.ToProblem();
        var rows = await db.ImportRows.AsNoTracking().Where(row => row.ImportId == id && row.Activation != null).OrderBy(row => row.Line).ToListAsync(ct);
        if (rows.Count == 0) return TypedResults.NotFound();
        await db.ImportRows.Where(row => row.ImportId == id && row.Activation != null).ExecuteUpdateAsync(row => row.SetProperty(r => r.Activation, (byte[]?)null), ct);

        using var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true))
        {
            foreach (var header in new[] { "工号", "姓名", "初始密码" }) csv.WriteField(header);
            csv.EndRecord();
            foreach (var row in rows)
            {
                csv.WriteField(row.Number);
                csv.WriteField(ImportPlan.Again(row).Cells["name"]);
                csv.WriteField(codes.Open(row.Activation!));
                csv.EndRecord();
            }
        }

        return TypedResults.File(file.ToArray(), "text/csv; charset=utf-8", "activation-codes.csv");
    }
}
