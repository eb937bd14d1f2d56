using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Cases;

/// <summary>What of the cases a caller may see: those of their units, and those they take part in. PostgreSQL's row policies say the same.</summary>
internal static class CaseQueries
{
    internal static IQueryable<PowerCase> VisibleTo(this IQueryable<PowerCase> cases, Caller caller)
    {
        var prefixes = caller.Units.Select(unit => unit + "%").ToArray();
        var subject = caller.Subject;
        return cases.Where(one => prefixes.Any(prefix => EF.Functions.Like(one.UnitPath, prefix)) || one.Participants.Contains(subject));
    }

    internal static bool IsVisibleTo(PowerCase powerCase, Caller caller) =>
        caller.MayRead(powerCase.UnitPath) || powerCase.Participants.Contains(caller.Subject);

    /// <summary>Loads a case to act on it. Two acts on one case wait for each other, so that the second sees what the first did.</summary>
    internal static async Task<PowerCase?> LoadCase(this PowerItemsDb db, Guid caseId, Caller caller, CancellationToken ct)
    {
        // SQL of one's own cannot be part of a compiled query; EF keeps the plan of this one in its cache.
        var found = await db.Cases.FromSql($"SELECT * FROM power_cases WHERE id = {caseId} FOR UPDATE").AsTracking().ToListAsync(ct);
        return found is [var powerCase] && IsVisibleTo(powerCase, caller) ? powerCase : null;
    }
}
