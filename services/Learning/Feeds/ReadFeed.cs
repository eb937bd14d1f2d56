using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Assignments;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Audiences;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Feeds;

/// <param name="Why">Why the caller sees it, one sentence each.</param>
public sealed record FeedItem(string Kind, string Target, string Title, DateTimeOffset? DueAt, bool Done, IReadOnlyList<string> Why);

/// <param name="Personalised">False when the caller switched it off: recommendations are then the same for everybody.</param>
public sealed record ReadFeedResponse(bool Personalised, IReadOnlyList<FeedItem> Assigned, IReadOnlyList<FeedItem> Recommended);

/// <summary>What one person should see first. Membership is kept as rows, so that it asks for one person and evaluates no rules but for reasons.</summary>
internal static class ReadFeed
{
    private const int Most = 30;

    internal static async Task<Results<Ok<ReadFeedResponse>, ProblemHttpResult>> Handle(Caller caller, LessonShelf shelf, LearningDb db, CancellationToken ct)
    {
        if (!caller.IsPerson) return Organisers.PersonsOnly.ToProblem();
        var open = await Queries.Open(db, caller.PersonId).ToListAsync(ct);
        var completed = await Queries.Completed(db, caller.PersonId).ToListAsync(ct);
        var passed = open.Any(row => row.Assignment.Kind == "Exam") ? await Queries.Passed(db, caller.PersonId).ToListAsync(ct) : [];
        var facts = await FactsOf(caller.PersonId, db, ct);
        var personalised = await Queries.Personalised(db, caller.PersonId) ?? true;

        var assigned = open.Select(row => new FeedItem(
            row.Assignment.Kind, row.Assignment.Target, ReadLesson.InReadersLanguage(row.Assignment.Title, row.Assignment.TitleEn), row.Assignment.DueAt,
            row.Assignment.Kind == "Lesson" ? completed.Contains(row.Assignment.Target) : passed.Contains(Guid.Parse(row.Assignment.Target)),
            facts is null ? [] : PreviewAudience.Words(row.Audience.Rule, facts))).ToList();
        return TypedResults.Ok(new ReadFeedResponse(personalised, assigned, Recommendations.For(
            shelf, personalised ? facts : null, personalised ? completed : [], [.. assigned.Select(item => item.Target)])));
    }

    private static async Task<Facts?> FactsOf(Guid personId, LearningDb db, CancellationToken ct)
    {
        if (await Queries.Person(db, personId) is not { } person) return null;
        return Targeting.FactsOf(person, await Queries.Tags(db, personId).ToListAsync(ct));
    }

    internal sealed record OpenAssignment(Assignment Assignment, Audience Audience);

    private static class Queries
    {
        internal static readonly Func<LearningDb, Guid, IAsyncEnumerable<OpenAssignment>> Open = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            (from member in db.AudienceMembers.AsNoTracking()
             where member.PersonId == personId
             join assignment in db.Assignments.AsNoTracking() on member.AudienceId equals assignment.AudienceId
             where assignment.ClosedAt == null
             join audience in db.Audiences.AsNoTracking() on assignment.AudienceId equals audience.Id
             orderby assignment.DueAt, assignment.Id
             select new OpenAssignment(assignment, audience)).Take(Most));

        internal static readonly Func<LearningDb, Guid, IAsyncEnumerable<string>> Completed = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            db.Completions.Where(row => row.PersonId == personId).OrderByDescending(row => row.CompletedAt).Select(row => row.LessonCode));

        internal static readonly Func<LearningDb, Guid, IAsyncEnumerable<Guid>> Passed = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            db.Attempts.Where(row => row.PersonId == personId && row.Passed == true).Select(row => row.ExamId));

        internal static readonly Func<LearningDb, Guid, Task<PersonCopy?>> Person = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            db.Set<PersonCopy>().AsNoTracking().FirstOrDefault(row => row.Id == personId));

        internal static readonly Func<LearningDb, Guid, IAsyncEnumerable<string>> Tags = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            db.PersonTags.Where(row => row.PersonId == personId).Select(row => row.Tag));

        internal static readonly Func<LearningDb, Guid, Task<bool?>> Personalised = EF.CompileAsyncQuery((LearningDb db, Guid personId) =>
            db.FeedPreferences.Where(row => row.PersonId == personId).Select(row => (bool?)row.Personalised).FirstOrDefault());
    }
}
