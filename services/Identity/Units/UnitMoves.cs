using Microsoft.EntityFrameworkCore;

namespace Ronghe.Identity.Units;

/// <summary>Rules over the whole tree: one change of it at a time.</summary>
internal static class UnitMoves
{
    private const long Lock = 0x756E6974; // "unit"

    internal static Task<int> LockTree(IdentityDb db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);

    /// <summary>Keeps units from moving while somebody is placed in one.</summary>
    internal static Task<int> ShareTree(IdentityDb db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Lock})", ct);

    internal static async Task<bool> IsEmpty(IdentityDb db, Unit unit, CancellationToken ct) =>
        !await db.Units.AnyAsync(below => below.ParentId == unit.Id && below.Active, ct)
        && !await db.People.AnyAsync(person => person.UnitId == unit.Id && person.LeftAt == null, ct);

    // Versions below stay: nothing about those rows changed but the way to them, and every copy re-roots its own.
    internal static async Task Reroot(IdentityDb db, string from, string to, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"UPDATE units SET path = {to} || substr(path, {from.Length + 1}) WHERE path ^@ {from}", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE people SET unit_path = {to} || substr(unit_path, {from.Length + 1}) WHERE unit_path ^@ {from}", ct);
    }

    internal static UnitResponse ToResponse(this Unit unit) =>
        new(unit.Id, unit.Code, unit.Path, unit.Name, unit.NameEn, unit.Kind, unit.Active, unit.Version);
}
