using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Seeding;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.Registrations;

/// <summary>
/// A second tree beside the group's, under <c>SBX/</c>. Every count, scope and right in the platform follows the line of units
/// above a row, and none of the sandbox's lines leads to the group: what is tried there shows nowhere else. Nobody works there.
/// </summary>
internal static class Sandbox
{
    internal const string Root = "SBX";

    /// <summary>Path of the unit's double, made when it is first needed.</summary>
    internal static async Task<string> DoubleOf(IdentityDb db, Unit unit, DateTimeOffset now, CancellationToken ct)
    {
        await UnitMoves.LockTree(db, ct);
        var root = await Keep(db, Root, null, "试用环境", "Sandbox", now, ct);
        return (await Keep(db, Root + unit.Code, root, unit.Name + "（试用）", unit.NameEn + " (sandbox)", now, ct)).Path;
    }

    private static async Task<Unit> Keep(IdentityDb db, string code, Unit? parent, string name, string nameEn, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Code == code, ct) is { } known) return known;
        var made = new Unit
        {
            Id = SeedIds.Of("unit", code), Code = code, Path = $"{parent?.Path}{code}/", Name = name, NameEn = nameEn,
            Kind = UnitKinds.Sandbox, ParentId = parent?.Id,
        };
        db.Units.Add(made);
        await db.SaveAndPublishAsync(ct, made.ToEvent(null, now));
        return made;
    }
}
