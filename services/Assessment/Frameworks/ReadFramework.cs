using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Assessment.Frameworks;

/// <param name="Digest">Lower-case hex SHA-256 of the content.</param>
public sealed record FrameworkResponse(
    Guid FrameworkId, string Code, int Edition, string State, string UnitPath, string Digest, string SavedBy, DateTimeOffset SavedAt,
    DateTimeOffset? LiveAt, FrameworkContent Content);

public sealed record FrameworkLine(Guid FrameworkId, string Code, int Edition, string State, string UnitPath, DateTimeOffset SavedAt);

public sealed record ListFrameworksResponse(IReadOnlyList<FrameworkLine> Frameworks);

internal static class ReadFramework
{
    internal static async Task<Results<Ok<FrameworkResponse>, NotFound>> Handle(Guid frameworkId, AssessmentDb db, CancellationToken ct) =>
        await db.Frameworks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == frameworkId, ct) is { } framework
            ? TypedResults.Ok(Describe(framework))
            : TypedResults.NotFound();

    internal static async Task<Ok<ListFrameworksResponse>> List(AssessmentDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListFrameworksResponse(await db.Frameworks.AsNoTracking()
            .OrderBy(row => row.Code).ThenByDescending(row => row.Edition).Take(500)
            .Select(row => new FrameworkLine(row.Id, row.Code, row.Edition, row.State, row.UnitPath, row.SavedAt)).ToListAsync(ct)));

    internal static FrameworkResponse Describe(Framework framework) => new(
        framework.Id, framework.Code, framework.Edition, framework.State, framework.UnitPath, framework.Digest, framework.SavedBy,
        framework.SavedAt, framework.LiveAt, framework.Read());
}
