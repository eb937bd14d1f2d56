using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Units;

/// <summary>What a caller sees of the tree: the own subtrees, and the line from the group down to them.</summary>
internal static class Reach
{
    [SuppressMessage("Globalization", "CA1310", Justification = "PostgreSQL compares, in the database's C collation.")]
    internal static IQueryable<Unit> UnitsSeenBy(this IdentityDb db, Caller caller)
    {
        var readable = caller.Units.ToArray();
        return db.Units.AsNoTracking().Where(unit => readable.Any(path => unit.Path.StartsWith(path) || path.StartsWith(unit.Path)));
    }
}
