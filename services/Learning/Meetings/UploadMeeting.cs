using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Learning;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Meetings;

/// <param name="ItemId">The phone's own id; the same again is the same item.</param>
/// <param name="Kind">Held, Attendance or Answer.</param>
/// <param name="PersonId">Whom it is about; leave it out for Held.</param>
/// <param name="At">By the phone's clock.</param>
public sealed record UploadedItem([Required] Guid? ItemId, [Required, RegularExpression("Held|Attendance|Answer")] string? Kind, Guid? PersonId, [StringLength(8)] string? Answer, [Required] DateTimeOffset? At);

/// <param name="Pack">The pack as it was issued, to the byte.</param>
/// <param name="Items">All or some, in any order, as often as needed.</param>
public sealed record UploadMeetingRequest([Required, StringLength(IssuePacks.MostBytes)] string? Pack, [Required, Length(1, 500)] IReadOnlyList<UploadedItem>? Items);

/// <param name="Outcome">accepted, duplicate, conflict, or review when it is kept for a person to look at.</param>
public sealed record ItemOutcome(Guid ItemId, string Outcome, string Reason);

public sealed record UploadMeetingResponse(Guid PackId, IReadOnlyList<ItemOutcome> Items);

/// <summary>Takes up what a phone held offline. Every item gets its own answer; nothing is lost and nothing counts twice.</summary>
internal static class UploadMeeting
{
    internal static async Task<Results<Ok<UploadMeetingResponse>, ProblemHttpResult>> Handle(
        UploadMeetingRequest request, Caller caller, PackSigner signer, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        if (signer.Open<PackContent>(request.Pack!) is not { } content) return await Forged(request.Pack!, caller, unit, now);
        await unit.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({content.PackId.ToString()}, 1))", ct);
        var pack = await unit.Db.MeetingPacks.AsNoTracking().SingleAsync(row => row.Id == content.PackId, ct);
        if (!pack.Roster.Contains(caller.PersonId) && pack.LeaderId != caller.PersonId && !caller.Organises(pack.UnitPath)) return NotYourTeam.ToProblem();

        var book = new MeetingBook(pack, await unit.Db.MeetingItems.AsNoTracking().Where(row => row.PackId == pack.Id).ToListAsync(ct));
        var held = book.IsHeld;
        var outcomes = request.Items!.Select(item => book.Take(item, caller.PersonId, now)).ToList();
        unit.Db.MeetingItems.AddRange(book.Added);
        // Who was there stays with the team: what is told says that the team met, and over which card.
        object[] events = book.IsHeld && !held ? [new MorningMeetingHeld(pack.Id, 1, pack.UnitPath, pack.LessonCode, pack.Day, now)] : [];
        await unit.Db.SaveAndPublishAsync(events, ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(new UploadMeetingResponse(pack.Id, outcomes));
    }

    private static async Task<ProblemHttpResult> Forged(string pack, Caller caller, UnitOfWork<LearningDb> unit, DateTimeOffset now)
    {
        unit.Db.ForgedPacks.Add(new()
        {
            Id = Guid.CreateVersion7(now), SentBy = caller.Subject, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pack))), At = now,
        });
        await unit.Db.SaveChangesAsync(CancellationToken.None);
        await unit.CommitAsync(CancellationToken.None);
        return NotOurs.ToProblem();
    }

    private static readonly Refusal NotOurs = new("pack-forged", "学习包的签名不对，已拒收并记录。", "The pack's signature is not ours. It was refused and recorded.", StatusCodes.Status422UnprocessableEntity);

    private static readonly Refusal NotYourTeam = new("not-your-team", "您不在这个班组。", "You do not belong to this team.", StatusCodes.Status403Forbidden);
}
