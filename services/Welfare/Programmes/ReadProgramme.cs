using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Welfare.Programmes;

/// <param name="AuthorityCaseId">The power case that published or refused it; null while it waits.</param>
/// <param name="Reason">Why it was refused: case-rejected, item-not-allowed or digest-differs; else null.</param>
public sealed record ProgrammeResponse(
    Guid ProgrammeId, string State, string Kind, string UnitPath, string Title, string Description, decimal AmountPerPerson,
    int Headcount, decimal Budget, string Digest, string AuthorityItem, Guid? AuthorityCaseId, string? Reason, string? ReasonText,
    DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, long Version);

internal static class ReadProgramme
{
    internal static async Task<Results<Ok<ProgrammeResponse>, NotFound>> Handle(
        Guid programmeId, Caller caller, WelfareDb db, CancellationToken ct) =>
        await db.Programmes.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(programme => programme.Id == programmeId, ct) is { } programme
            ? TypedResults.Ok(Describe(programme))
            : TypedResults.NotFound();

    internal static ProgrammeResponse Describe(Programme programme) => new(
        programme.Id, programme.State, programme.Kind, programme.UnitPath, programme.Title, programme.Description,
        programme.AmountPerPerson, programme.Headcount, programme.Budget, programme.Digest, ProgrammeKinds.ItemOf(programme.Kind),
        programme.AuthorityCaseId, programme.Reason, RefusalReasons.Explain(programme.Reason),
        programme.CreatedAt, programme.DecidedAt, programme.Version);

    [SuppressMessage("Globalization", "CA1310", Justification = "Translated to SQL, where prefixes are compared by code point.")]
    internal static IQueryable<Programme> VisibleTo(this IQueryable<Programme> programmes, Caller caller) =>
        programmes.Where(programme => caller.Units.Any(unit => programme.UnitPath.StartsWith(unit)));
}
