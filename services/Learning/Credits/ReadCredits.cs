using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Credits;

public sealed record CreditEntry(string Source, decimal Hours, DateTimeOffset At);

/// <param name="Target">Credit-hours for the year; null when no training rule applies to the caller.</param>
public sealed record ReadCreditsResponse(int Year, decimal Hours, decimal? Target, string? TargetName, string Basis, IReadOnlyList<CreditEntry> Entries);

/// <summary>The caller's own credit-hours of a year.</summary>
internal static class ReadCredits
{
    internal static async Task<Ok<ReadCreditsResponse>> Handle(Caller caller, TrainingRules rules, LearningDb db, TimeProvider clock, CancellationToken ct, [Range(2020, 2100)] int? year = null)
    {
        var asked = year ?? clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Year;
        var entries = await db.Credits.AsNoTracking().Where(row => row.PersonId == caller.PersonId && row.Year == asked).OrderBy(row => row.At)
            .Select(row => new CreditEntry(row.Source, row.Hours, row.At)).ToListAsync(ct);
        var (from, until) = (FirstMomentOf(asked), FirstMomentOf(asked + 1));
        var lessons = await db.Completions.AsNoTracking().Where(row => row.PersonId == caller.PersonId && row.CompletedAt >= from && row.CompletedAt < until)
            .Select(row => row.CompletedAt).ToListAsync(ct);
        entries = [.. entries.Concat(lessons.Select(at => new CreditEntry(CreditSources.Lesson, rules.LessonHours, at))).OrderBy(entry => entry.At)];
        var person = await db.Set<PersonCopy>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == caller.PersonId, ct);
        var target = person is null ? null : rules.For(person.PartyMember, person.Posts.Select(held => held.Post));
        return TypedResults.Ok(new ReadCreditsResponse(
            asked, entries.Sum(entry => entry.Hours), target?.Hours, target is null ? null : ReadLesson.InReadersLanguage(target.Name, target.NameEn), rules.Basis, entries));
    }

    // A completion stands for good and needs no second row: a passed check is its own record of credit.
    private static DateTimeOffset FirstMomentOf(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}

internal static class CreditEndpoints
{
    internal static RouteGroupBuilder MapCredits(this RouteGroupBuilder routes)
    {
        routes.MapGet("/credits", ReadCredits.Handle).WithTags("Credits").WithName(nameof(ReadCredits));
        return routes;
    }
}
