using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Caps;

/// <summary>Keeps what is planned for any person of a year within every cap, also when two programmes are proposed at the same moment.</summary>
internal static class CapGuard
{
    // The cap's year is the year in which the programme is proposed, in the group's own time.
    internal static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);

    internal static async Task<Refusal?> Take(Programme programme, CapPack pack, WelfareDb db, CancellationToken ct)
    {
        var year = programme.CreatedAt.ToOffset(ChinaStandardTime).Year;
        var caps = await pack.InForce(db, programme.Kind, programme.Occasion, year, ct);
        if (caps.Count == 0) return null;

        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({$"cap {programme.Kind} {year}"}, 0))", ct);
        var uses = await db.CapUses.AsNoTracking()
            .Where(use => use.Kind == programme.Kind && use.Year == year)
            .Where(use => programme.UnitPath.StartsWith(use.UnitPath) || use.UnitPath.StartsWith(programme.UnitPath))
            .ToListAsync(ct);
        foreach (var cap in caps)
        {
            var used = cap.Occasion == "" ? uses : [.. uses.Where(use => use.Occasion == cap.Occasion)];
            var left = cap.AmountPerPersonPerYear - CapUse.Highest(used, programme.UnitPath);
            if (programme.AmountPerPerson > left) return OverCap(cap, left);
        }

        db.CapUses.Add(new CapUse
        {
            ProgrammeId = programme.Id,
            UnitPath = programme.UnitPath,
            Kind = programme.Kind,
            Occasion = programme.Occasion,
            Year = year,
            AmountPerPerson = programme.AmountPerPerson,
        });
        return null;
    }

    private static Refusal OverCap(Cap cap, decimal left)
    {
        var (most, rest) = (Yuan(cap.AmountPerPersonPerYear), Yuan(left));
        return new Refusal(
            "over-cap",
            $"超出标准：每人每年不超过 {most} 元，本年度还可安排 {rest} 元。",
            $"Over the cap: {most} yuan a person a year at most, {rest} yuan left this year.");
    }

    private static string Yuan(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
