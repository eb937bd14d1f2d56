using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Personnel;

/// <param name="State">Reading, Ready, Applying, Applied or Failed.</param>
/// <param name="Done">Rows worked on so far in this state.</param>
/// <param name="PlanHash">Names the diff; whoever applies it says which one they saw. Null until the file is read.</param>
/// <param name="Failure">The last part of a problem type; null unless it failed.</param>
public sealed record ImportResponse(
    Guid Id, string FileName, string FileHash, string State, int Rows, int Done, int Joins, int Moves, int Changes, int Leaves, int Same, int Bad,
    string? PlanHash, string? Failure, DateTimeOffset CreatedAt, DateTimeOffset? AppliedAt);

/// <summary>Takes a file (CSV in UTF-8, or XLSX) as the body. Nothing changes yet: it is compared in the background.</summary>
internal static class SendPeople
{
    internal const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int MostBytes = 24 * 1024 * 1024;

    internal static async Task<Results<Accepted<ImportResponse>, ProblemHttpResult>> Handle(
        HttpRequest request, Caller caller, IdentityDb db, TimeProvider clock, ImportWork work, CancellationToken ct, string fileName = "people")
    {
        if (fileName.Length > 200 || fileName.Any(char.IsControl)) return ProblemTypes.Invalid(("fileName", "文件名太长。", "The file name is too long."));
        if (request.HasJsonContentType()) return ProblemTypes.Invalid(("body", "请直接上传 CSV（UTF-8）或 XLSX 文件。", "Send the CSV (UTF-8) or XLSX file itself."));
        if (request.ContentLength > MostBytes) return ImportRefusals.TooLarge.ToProblem();
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, ct);
        if (content.Length == 0) return ProblemTypes.Invalid(("body", "缺少文件内容。", "The file is empty."));
        if (content.Length > MostBytes) return ImportRefusals.TooLarge.ToProblem();

        var import = new PeopleImport
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), CreatedBy = caller.PersonId, CreatedAt = clock.GetUtcNow(), FileName = fileName,
            FileHash = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length))), Content = content.ToArray(), State = ImportStates.Reading,
            Units = [.. caller.Roles.Where(grant => grant.Role == RoleNames.SystemAdministrator).Select(grant => grant.UnitPath)],
        };
        db.Add(import);
        await db.SaveChangesAsync(ct);
        request.HttpContext.Response.OnCompleted(() =>
        {
            work.Wake();
            return Task.CompletedTask;
        });
        return TypedResults.Accepted($"/api/v1/directory/imports/{import.Id}", import.ToResponse());
    }

    internal static ImportResponse ToResponse(this PeopleImport import) => new(
        import.Id, import.FileName, import.FileHash, import.State, import.Rows, import.Done, import.Joins, import.Moves, import.Changes, import.Leaves,
        import.Same, import.Bad, import.PlanHash, import.Failure, import.CreatedAt, import.AppliedAt);

    internal static Task<PeopleImport?> Own(IdentityDb db, Caller caller, Guid id, CancellationToken ct) =>
        db.PeopleImports.SingleOrDefaultAsync(import => import.Id == id && import.CreatedBy == caller.PersonId, ct);
}

internal static class ImportRefusals
{
    internal static readonly Refusal TooLarge = new("body-too-large", "文件超过 24 MB，请分批导入。", "The file is larger than 24 MB. Import it in parts.", StatusCodes.Status413PayloadTooLarge);
    internal static readonly Refusal NotReady = new("import-not-ready", "导入还在比对，或已经办理过。", "The import is still being compared, or was applied before.");
    internal static readonly Refusal OtherPlan = new("import-plan-differs", "您看到的不是这次比对的结果，请重新查看后再导入。", "What you saw is not this comparison. Look again before you import.");
    internal static readonly Refusal HasBadRows = new("import-has-bad-rows",
        "有的行不正确。请改正后重新上传，或选择只导入正确的行。", "Some rows are not right. Mend them and send the file again, or ask for the good rows only.");
    internal static readonly Refusal NotApplied = new("import-not-applied", "尚未导入，没有初始密码可领取。", "It has not been applied: there are no first passwords.");
}
