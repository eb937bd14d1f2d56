using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Meetings;

/// <param name="UnitPath">The team.</param>
/// <param name="Day">The first day.</param>
/// <param name="LessonCodes">One card a day from then on; a week at most.</param>
public sealed record IssuePacksRequest([Required] string? UnitPath, [Required] DateOnly? Day, [Required, Length(1, 7)] IReadOnlyList<string>? LessonCodes);

public sealed record IssuedPack(Guid PackId, DateOnly Day, string Pack);

public sealed record IssuePacksResponse(IReadOnlyList<IssuedPack> Packs);

public sealed record PackKeyResponse(string Kid, string Kty, string Crv, string X, string Y);

internal sealed record PackContent(
    Guid PackId, string Team, DateOnly Day, DateTimeOffset ValidUntil, string LessonCode, string Title, IReadOnlyList<string> Card, PackQuestion Question, IReadOnlyList<Guid> Roster);

internal sealed record PackQuestion(string Key, string Text, bool Multiple, IReadOnlyList<OptionResponse> Options);

/// <summary>The leader takes a meeting, or a week of them, along: one signed pack a day, small enough for 2G.</summary>
internal static class IssuePacks
{
    internal const int MostBytes = 60 * 1024;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3);

    internal static async Task<Results<Ok<IssuePacksResponse>, ProblemHttpResult>> Handle(
        IssuePacksRequest request, Caller caller, LessonShelf shelf, PackSigner signer, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.Organises(request.UnitPath!)) return Organisers.NotYours.ToProblem();
        if (request.LessonCodes!.FirstOrDefault(code => code is null || shelf.Find(code) is null) is { } unknown) return ProblemTypes.Invalid(("lessonCodes", $"没有这张卡片：{unknown}。", $"There is no such card: {unknown}."));
        var roster = await db.Set<PersonCopy>().AsNoTracking().Where(person => person.Active && person.UnitPath == request.UnitPath).OrderBy(person => person.Id).Select(person => person.Id).ToListAsync(ct);
        if (roster.Count == 0) return NobodyThere.ToProblem();

        var issued = new List<IssuedPack>();
        foreach (var (index, code) in request.LessonCodes!.Index())
        {
            var (pack, signed) = Issue(request, index, shelf.Find(code)!, roster, caller, signer, clock.GetUtcNow());
            if (signed.Length > MostBytes) return TooLarge.ToProblem();
            db.MeetingPacks.Add(pack);
            issued.Add(new(pack.Id, pack.Day, signed));
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new IssuePacksResponse(issued));
    }

    /// <summary>The public half of the key, as a JSON Web Key.</summary>
    internal static Ok<PackKeyResponse> Key(PackSigner signer) => TypedResults.Ok(new PackKeyResponse(
        signer.KeyId, "EC", "P-256", WebEncoders.Base64UrlEncode(signer.PublicKey.Q.X!), WebEncoders.Base64UrlEncode(signer.PublicKey.Q.Y!)));

    private static (MeetingPack Pack, string Signed) Issue(
        IssuePacksRequest request, int index, Lesson lesson, List<Guid> roster, Caller caller, PackSigner signer, DateTimeOffset now)
    {
        var day = request.Day!.Value.AddDays(index);
        var question = lesson.Questions[day.DayNumber % lesson.Questions.Count];
        var pack = new MeetingPack
        {
            Id = Guid.CreateVersion7(now), UnitPath = request.UnitPath!, LeaderId = caller.PersonId, Day = day, LessonCode = lesson.Code, QuestionKey = question.Key,
            Roster = roster, IssuedAt = now, ValidUntil = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8)).ToUniversalTime() + Validity,
        };
        return (pack, signer.Sign(new PackContent(pack.Id, pack.UnitPath, day, pack.ValidUntil, lesson.Code, lesson.Title, lesson.Body, new(
            question.Key, question.Text, question.Multiple, [.. question.Options.Select(option => new OptionResponse(option.Value, option.Label))]), roster)));
    }

    private static readonly Refusal NobodyThere = new("team-empty", "这个班组没有人。", "Nobody belongs to this team.");

    private static readonly Refusal TooLarge = new("pack-too-large", "卡片太长，弱网下带不走。", "The card is too long for a weak line.");
}
