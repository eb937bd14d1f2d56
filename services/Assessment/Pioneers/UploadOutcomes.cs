using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Pioneers;

/// <param name="OutcomeId">Made by the phone when it was recorded.</param>
/// <param name="Evidence">What shows it: a patrol log's number, an acceptance sheet, a file's SHA-256.</param>
/// <param name="Latitude">Optional; kept to two decimals, and only under a running consent.</param>
public sealed record OutcomeItem(
    [property: Required] Guid? OutcomeId, [property: Required] Guid? PostId,
    [property: Required, AllowedValues("PatrolFinding", "Hazard", "Plot")] string? Kind,
    [property: Required, AllowedValues("Plain", "Hill", "Mountain")] string? Terrain,
    [property: Required] DateTimeOffset? OccurredAt, [property: Required, StringLength(400, MinimumLength = 4)] string? Evidence,
    [property: Range(-90, 90)] decimal? Latitude = null, [property: Range(-180, 180)] decimal? Longitude = null);

public sealed record UploadOutcomesRequest([Required, MinLength(1), MaxLength(200)] IReadOnlyList<OutcomeItem>? Outcomes);

/// <param name="Result">Accepted, Duplicate, Conflict or Refused.</param>
/// <param name="PlaceKept">False when a place was sent without a running consent: the outcome counts, the place was dropped.</param>
public sealed record OutcomeResult(Guid OutcomeId, string Result, string? Type, string? Detail, decimal? Weight, bool PlaceKept);

public sealed record UploadOutcomesResponse(IReadOnlyList<OutcomeResult> Results);

/// <summary>Takes what a phone recorded without a signal, item by item.</summary>
internal static class UploadOutcomes
{
    private static readonly Refusal NotYours = new("outcome-not-yours", "这不是您的先锋岗。", "This is not your pioneer post.");
    private static readonly Refusal NotNamed = new("outcome-post-not-named", "先锋岗尚未命名或已摘牌。", "The post is not named, or was withdrawn.");
    private static readonly Refusal Future = new("outcome-in-future", "发生时间在将来。", "It lies in the future.");
    private static readonly Refusal Other = new("outcome-differs", "同一编号已上传过不同的内容。", "This id was uploaded with other content.");

    internal static async Task<Ok<UploadOutcomesResponse>> Handle(
        UploadOutcomesRequest request, Caller caller, AssessmentDb db, Difficulty difficulty, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"outcomes " + caller.Subject}, 0))", ct);
        var ids = request.Outcomes!.Select(item => item.OutcomeId!.Value).ToArray();
        var known = await db.Outcomes.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.ContentHash, ct);
        var posts = await db.PioneerPosts.AsNoTracking().Where(post => post.PersonId == caller.PersonId).ToDictionaryAsync(post => post.Id, ct);
        var consent = await db.PlaceConsents.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == caller.PersonId && row.ExpiresAt > now, ct);
        var results = new List<OutcomeResult>();
        foreach (var item in request.Outcomes!)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(item, ServiceDb.Json)));
            if (known.TryGetValue(item.OutcomeId!.Value, out var before))
            {
                results.Add(before == hash ? new(item.OutcomeId.Value, "Duplicate", null, null, null, false) : No(item, "Conflict", Other));
                continue;
            }

            var (outcome, refusal) = Read(item, posts, difficulty, hash, now);
            if (outcome is null)
            {
                results.Add(No(item, "Refused", refusal!));
                continue;
            }

            known[outcome.Id] = hash;
            db.Outcomes.Add(outcome);
            var kept = consent is not null && item is { Latitude: not null, Longitude: not null };
            if (kept) db.OutcomePlaces.Add(Place(item, outcome, consent!));
            results.Add(new(outcome.Id, "Accepted", null, null, outcome.Weight, kept));
        }

        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(new UploadOutcomesResponse(results));
    }

    private static (Outcome? Outcome, Refusal? Refusal) Read(OutcomeItem item, Dictionary<Guid, PioneerPost> posts, Difficulty difficulty, string hash, DateTimeOffset now)
    {
        if (!posts.TryGetValue(item.PostId!.Value, out var post)) return (null, NotYours);
        if (post.State != PioneerPost.Named) return (null, NotNamed);
        if (item.OccurredAt > now.AddMinutes(10)) return (null, Future);
        return (new Outcome
        {
            Id = item.OutcomeId!.Value, PostId = post.Id, PersonId = post.PersonId, UnitPath = post.UnitPath, Kind = item.Kind!, Terrain = item.Terrain!,
            OccurredAt = item.OccurredAt!.Value.ToUniversalTime(), Evidence = item.Evidence!.Trim(), ContentHash = hash, RecordedAt = now,
            Weight = difficulty.Of(item.Kind!, item.Terrain!, post.Season, WorkingCalendar.DayOf(item.OccurredAt.Value).Month),
        }, null);
    }

    private static OutcomePlace Place(OutcomeItem item, Outcome outcome, PlaceConsent consent) => new()
    {
        OutcomeId = outcome.Id,
        PersonId = outcome.PersonId,
        Latitude = Math.Round(item.Latitude!.Value, 2),
        Longitude = Math.Round(item.Longitude!.Value, 2),
        ExpiresAt = consent.ExpiresAt,
    };

    private static OutcomeResult No(OutcomeItem item, string result, Refusal refusal) => new(item.OutcomeId!.Value, result, refusal.Type, refusal.Text, null, false);
}
