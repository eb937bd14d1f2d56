using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Pioneers;

/// <param name="Days">How long places are kept, at most a year.</param>
public sealed record GiveConsentRequest([Required, AllowedValues("OutcomeEvidence")] string? Purpose, [Required, Range(1, 366)] int? Days);

public sealed record ConsentResponse(string Purpose, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt);

/// <summary>A person's own consent: given, looked at, withdrawn. With it go the places that were kept under it.</summary>
internal static class PlaceConsents
{
    private static readonly Refusal NotAPerson = new("not-allowed", "只有本人可以同意。", "Only a person can consent.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Ok<ConsentResponse>, ProblemHttpResult>> Give(
        GiveConsentRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsPerson) return NotAPerson.ToProblem();
        var now = clock.GetUtcNow();
        await Drop(caller.PersonId, db, ct);
        var consent = new PlaceConsent { PersonId = caller.PersonId, Purpose = request.Purpose!, GivenAt = now, ExpiresAt = now.AddDays(request.Days!.Value) };
        db.PlaceConsents.Add(consent);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(new ConsentResponse(consent.Purpose, consent.GivenAt, consent.ExpiresAt));
    }

    internal static async Task<NoContent> Withdraw(Caller caller, AssessmentDb db, CancellationToken ct)
    {
        await Drop(caller.PersonId, db, ct);
        return TypedResults.NoContent();
    }

    private static async Task Drop(Guid personId, AssessmentDb db, CancellationToken ct)
    {
        await db.OutcomePlaces.Where(place => place.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PlaceConsents.Where(consent => consent.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
