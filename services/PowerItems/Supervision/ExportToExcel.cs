using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Supervision;

/// <param name="Kind">Cases, Turnaround or Permissions.</param>
/// <param name="Filter">For Cases; null for all.</param>
/// <param name="By">For Turnaround: item, step or unit.</param>
public sealed record ExportToExcelRequest(
    [Required, AllowedValues("Cases", "Turnaround", "Permissions")] string? Kind,
    CaseFilter? Filter = null,
    [AllowedValues("item", "step", "unit", null)] string? By = null);

internal static class ExportToExcel
{
    /// <summary>Rows of one sheet; more is refused rather than cut.</summary>
    internal const int Largest = 50_000;

    private static readonly Refusal TooMany = new(
        "too-many-rows", $"超过 {Largest} 行，请缩小范围后再导出。", $"More than {Largest} rows: narrow the filter.");

    private static readonly Refusal InspectorOnly = new(
        "inspector-only", "只有纪检人员可以导出监督数据。", "Only discipline inspection exports what it supervises.", 403);

    /// <summary>A workbook of what the reader inspects. The export is on record before the file leaves.</summary>
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(
        ExportToExcelRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (caller.Inspected().Length == 0) return InspectorOnly.ToProblem();
        var rows = await Rows(request, caller, db, clock.GetUtcNow(), ct);
        if (rows.Count > Largest) return TooMany.ToProblem();

        using var file = new MemoryStream();
        await file.SaveAsAsync(rows, cancellationToken: ct);
        db.Add(new SupervisionExport
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = request.Kind!,
            Filter = JsonSerializer.Serialize(request, ServiceDb.Json),
            Units = caller.Inspected(),
            By = caller.Subject,
            Rows = rows.Count,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.ToArray())),
            At = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.File(file.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{request.Kind!.ToLowerInvariant()}.xlsx");
    }

    private static async Task<List<Dictionary<string, object?>>> Rows(ExportToExcelRequest request, Caller caller, PowerItemsDb db, DateTimeOffset now, CancellationToken ct) => request.Kind switch
    {
        "Cases" => [.. (await db.Cases.AsNoTracking().Matching(request.Filter ?? new CaseFilter(), caller, now).OrderByDescending(one => one.Id)
            .Take(Largest + 1).Shown(now).ToListAsync(ct)).Select(one => new Dictionary<string, object?>
            {
                ["案件 Case"] = one.CaseId.ToString(), ["事项 Item"] = one.ItemCode, ["名称 Name"] = one.ItemName, ["标题 Title"] = one.Title, ["单位 Unit"] = one.UnitPath,
                ["状态 State"] = one.State.ToString(), ["发起 Opened"] = China(one.OpenedAt), ["时限 Due"] = China(one.DueAt), ["办结 Closed"] = China(one.ClosedAt), ["超期 Overdue"] = one.Overdue ? "是 Yes" : "",
            })],
        "Turnaround" => [.. (await db.TurnaroundOf(request.By ?? "item", caller.Inspected(), now.AddYears(-1), now, ct)).Select(row => new Dictionary<string, object?>
            {
                ["对象 Key"] = row.Key, ["件数 Count"] = row.Count, ["中位小时 Median h"] = Math.Round(row.MedianHours, 2), ["九成小时 P90 h"] = Math.Round(row.P90Hours, 2),
            })],
        _ => [.. (await db.Permissions(null, null, now, ct)).Select(row => new Dictionary<string, object?>
            {
                ["事项 Item"] = row.ItemCode, ["版本 Version"] = row.ItemVersion, ["名称 Name"] = row.ItemName, ["步骤 Step"] = row.StepName, ["方式 Kind"] = row.Kind.ToString(),
                ["岗位 Post"] = row.Post, ["层级 At"] = row.At.ToString(), ["档次 Tiers"] = string.Join("、", row.Tiers), ["条件 When"] = row.Condition, ["不相容 Never with"] = string.Join("、", row.NeverWith),
            })],
    };

    private static DateTime? China(DateTimeOffset? time) => time?.ToOffset(TimeSpan.FromHours(8)).DateTime;
}

public sealed record ListExportsResponse(IReadOnlyList<ShownExport> Exports);

public sealed record ShownExport(Guid ExportId, string Kind, string Filter, IReadOnlyList<string> Units, string By, int Rows, string Sha256, DateTimeOffset At);

internal static class ListExports
{
    /// <summary>The exports of everybody who inspects nothing beyond what the caller inspects, newest first.</summary>
    internal static async Task<Ok<ListExportsResponse>> Handle(Caller caller, PowerItemsDb db, CancellationToken ct, [Range(1, 500)] int size = 100)
    {
        var inspected = caller.Inspected();
        var found = await db.Exports.FromSql($"SELECT * FROM supervision_exports WHERE NOT EXISTS (SELECT FROM unnest(units) AS one WHERE NOT one ^@ ANY ({inspected}))")
            .AsNoTracking().OrderByDescending(export => export.Id).Take(size).ToListAsync(ct);
        return TypedResults.Ok(new ListExportsResponse([.. found.Select(one => new ShownExport(one.Id, one.Kind, one.Filter, one.Units, one.By, one.Rows, one.Sha256, one.At))]));
    }
}
