using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Caps;

/// <param name="Source">The rule that sets it, with number and date.</param>
public sealed record ChangeCapRequest(
    [Required, Range(typeof(decimal), "0.01", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? AmountPerPersonPerYear,
    [Required, StringLength(400)] string? Source);

public sealed record CapResponse(
    string Code, int Version, string Kind, string Occasion, string Province, int? Year, decimal AmountPerPersonPerYear, string Source);

/// <summary>The next version of a cap. Programmes that were decided keep the version that they were decided on.</summary>
internal static class ChangeCap
{
    private static readonly Refusal GroupOnly = new(
        "caps-are-the-groups", "标准由集团工会统一维护。", "Caps are kept by the group's union.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Ok<CapResponse>, NotFound, ProblemHttpResult>> Handle(
        string code, ChangeCapRequest request, Caller caller, WelfareDb db, CancellationToken ct)
    {
        if (!caller.Roles.Any(grant => grant.Role == RoleNames.UnionWorker && !grant.UnitPath.TrimEnd('/').Contains('/'))) return GroupOnly.ToProblem();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"cap code {code}"}, 0))", ct);
        if (await Newest(db, code, ct) is not { } last) return TypedResults.NotFound();

        var next = last with { AmountPerPersonPerYear = request.AmountPerPersonPerYear!.Value, Source = request.Source!, Version = last.Version + 1 };
        db.Caps.Add(next);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(Describe(next));
    }

    internal static async Task<Ok<IReadOnlyList<CapResponse>>> List(WelfareDb db, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<CapResponse>>([.. (await db.Caps.AsNoTracking().OrderBy(cap => cap.Code).ThenBy(cap => cap.Version).ToListAsync(ct)).Select(Describe)]);

    private static Task<Cap?> Newest(WelfareDb db, string code, CancellationToken ct) =>
        db.Caps.AsNoTracking().Where(cap => cap.Code == code).OrderByDescending(cap => cap.Version).FirstOrDefaultAsync(ct);

    private static CapResponse Describe(Cap cap) =>
        new(cap.Code, cap.Version, cap.Kind, cap.Occasion, cap.Province, cap.Year, cap.AmountPerPersonPerYear, cap.Source);
}
