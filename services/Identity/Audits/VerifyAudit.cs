using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Audits;

/// <param name="Intact">True when every link fits and no entry older than a minute is without one.</param>
/// <param name="Checked">How many links were made anew.</param>
/// <param name="BrokenAt">The first number that does not fit; null when all do.</param>
/// <param name="Unchained">Entries older than a minute that have no place in the chain.</param>
/// <param name="Head">The last link in hexadecimal. Kept elsewhere, it shows later that nothing was cut off the end.</param>
public sealed record AuditVerificationResponse(bool Intact, long Checked, long? BrokenAt, int Unchained, long HeadNumber, string Head);

/// <summary>Makes the whole chain anew from the entries and compares.</summary>
internal static class VerifyAudit
{
    internal static async Task<Ok<AuditVerificationResponse>> Handle(UnitOfWorkFactory<IdentityDb> factory, AuditChain chain, TimeProvider clock, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var db = work.Db;
        var (number, previous, brokenAt) = (0L, AuditChain.Start, (long?)null);
        var links = db.AuditLinks.AsNoTracking().OrderBy(link => link.Number)
            .Join(db.AuditEntries, link => link.EntryId, entry => entry.Id, (link, entry) => new { link.Number, link.Link, Entry = entry });
        await foreach (var link in links.AsAsyncEnumerable().WithCancellation(ct))
        {
            var expected = chain.Next(previous, ++number, link.Entry);
            if (link.Number != number || !expected.AsSpan().SequenceEqual(link.Link))
            {
                brokenAt = Math.Min(number, link.Number);
                break;
            }

            previous = link.Link;
        }

        var settled = clock.GetUtcNow().AddMinutes(-1);
        var unchained = await db.AuditEntries.CountAsync(entry => entry.At < settled && !db.AuditLinks.Any(link => link.EntryId == entry.Id), ct);
        return TypedResults.Ok(new AuditVerificationResponse(
            brokenAt is null && unchained == 0, number, brokenAt, unchained, brokenAt is null ? number : number - 1, Convert.ToHexStringLower(previous)));
    }
}
