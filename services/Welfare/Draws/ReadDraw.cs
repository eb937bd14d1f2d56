using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Draws;

/// <summary>Everything that anyone needs to draw again, and no name. What is null is not known yet.</summary>
/// <param name="Secret">Hex of the server's secret; null before the reveal, and for ever when the fallback decided.</param>
/// <param name="Winners">Commitments in the order of the draw.</param>
public sealed record DrawPageResponse(
    Guid ProgrammeId, string State, string Source, DateTimeOffset Moment, DateTimeOffset RevealBy, string FallbackSource, int Places, string Commitment,
    string CandidatesHash, DateTimeOffset CommittedAt, IReadOnlyList<Candidate> Candidates, string? PublicValue, bool Fallback, string? Secret,
    IReadOnlyList<string>? Winners);

public sealed record Candidate(string Commitment, int Tickets);

/// <summary>The public page of a draw: anyone may read it, and tools/DrawVerifier checks it.</summary>
internal static class ReadDraw
{
    // The page is for everybody, whichever unit the programme belongs to.
    internal static async Task<Results<Ok<DrawPageResponse>, NotFound>> Handle(Guid programmeId, UnitOfWorkFactory<WelfareDb> factory, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        return await Page(work.Db, programmeId, ct) is { } page ? TypedResults.Ok(page) : TypedResults.NotFound();
    }

    internal static async Task<DrawPageResponse?> Page(WelfareDb db, Guid programmeId, CancellationToken ct)
    {
        if (await db.Draws.AsNoTracking().SingleOrDefaultAsync(row => row.ProgrammeId == programmeId, ct) is not { } draw) return null;
        var plan = await db.ClaimPlans(programmeId).SingleAsync(ct);
        var candidates = await Candidates(db, programmeId, ct);
        var drawn = draw.PublicValue is not null;
        return new(
            programmeId, draw.State, plan!.Draw!.Source, plan.Draw.Moment, plan.Draw.RevealBy, plan.Draw.FallbackSource, plan.Stock!.Value, draw.Commitment,
            draw.CandidatesHash, draw.CommittedAt, [.. candidates.Select(candidate => new Candidate(candidate.Commitment, candidate.Tickets))],
            draw.PublicValue, draw.Fallback, drawn && !draw.Fallback ? Convert.ToHexStringLower(draw.Secret) : null,
            drawn ? Lottery.Winners(Lottery.Seed(draw.Fallback ? null : draw.Secret, draw.PublicValue!, draw.CandidatesHash), candidates, plan.Stock!.Value) : null);
    }

    internal static async Task<List<(string Commitment, int Tickets)>> Candidates(WelfareDb db, Guid programmeId, CancellationToken ct) =>
        [.. (await db.DrawEntries.AsNoTracking().Where(row => row.ProgrammeId == programmeId).OrderBy(row => row.Commitment)
            .Select(row => new { row.Commitment, row.Tickets }).ToListAsync(ct)).Select(row => (row.Commitment, row.Tickets))];

    private static IQueryable<Programmes.ProgrammePlan?> ClaimPlans(this WelfareDb db, Guid programmeId) =>
        db.Programmes.AsNoTracking().Where(row => row.Id == programmeId).Select(row => row.Plan);
}
