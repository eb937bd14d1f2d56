using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Audits;

/// <param name="Number">Place in the chain.</param>
/// <param name="Details">A JSON object as text, exactly as it was recorded.</param>
/// <param name="Link">HMAC of this entry and all before it, in hexadecimal.</param>
public sealed record AuditEntryResponse(
    long Number, DateTimeOffset At, string Act, string Outcome, string Actor, string Subject, string UnitPath, string Address, string TraceId, string Details, string Link);

/// <param name="Next">Pass it as <c>after</c> for the next page; null when this is the last for now.</param>
public sealed record AuditPageResponse(IReadOnlyList<AuditEntryResponse> Entries, long? Next);

/// <summary>Which entries: what is null does not narrow.</summary>
public sealed record AuditQuery(string? Actor = null, string? Subject = null, string? Act = null, string? Outcome = null, string? Address = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>
/// The trail in the order of the chain. Pages are cut by number, and numbers never move: the same question gives the same pages,
/// however much is recorded meanwhile.
/// </summary>
internal static class SearchAudit
{
    private const int Most = 500;

    internal static async Task<Results<Ok<AuditPageResponse>, ProblemHttpResult>> Handle(
        [AsParameters] AuditQuery query, Caller caller, IdentityDb db, CancellationToken ct, long after = 0, int limit = 100)
    {
        if (limit is < 1 or > Most) return ProblemTypes.Invalid(("limit", $"应为 1 至 {Most}。", $"Must be 1 to {Most}."));
        if (query is { From: { } from, To: { } to } && from > to) return ProblemTypes.Invalid(("to", "结束时间早于开始时间。", "Lies before 'from'."));
        var found = await Find(db, caller, query, after).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(new AuditPageResponse([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Number : null));
    }

    [SuppressMessage("Globalization", "CA1310", Justification = "PostgreSQL compares, in the database's C collation.")]
    internal static IQueryable<AuditEntryResponse> Find(IdentityDb db, Caller caller, AuditQuery query, long after)
    {
        var units = caller.Roles.Where(grant => grant.Role == RoleNames.AuditAdministrator).Select(grant => grant.UnitPath).ToArray();
        var (since, until) = (query.From?.ToUniversalTime(), query.To?.ToUniversalTime());
        return
            from link in db.AuditLinks.AsNoTracking()
            where link.Number > after
            join entry in db.AuditEntries on link.EntryId equals entry.Id
            where (query.Actor == null || entry.Actor == query.Actor) && (query.Subject == null || entry.Subject == query.Subject)
                && (query.Act == null || entry.Act == query.Act) && (query.Outcome == null || entry.Outcome == query.Outcome)
                && (query.Address == null || entry.Address == query.Address)
                && (since == null || entry.At >= since) && (until == null || entry.At < until)
                && units.Any(unit => entry.UnitPath.StartsWith(unit))
            orderby link.Number
            select new AuditEntryResponse(link.Number, entry.At, entry.Act, entry.Outcome, entry.Actor, entry.Subject, entry.UnitPath,
                entry.Address, entry.TraceId, entry.Details, Convert.ToHexStringLower(link.Link));
    }
}
