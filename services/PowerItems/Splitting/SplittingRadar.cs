using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Splitting;

/// <summary>What makes cases of one item belong together, from <c>seeds/splitting.json</c>.</summary>
/// <param name="WindowDays">Cases opened within this many days before a case are summed with it.</param>
/// <param name="Fields">Fields of the form that name a payee, a project or a contract.</param>
/// <param name="Units">True when cases of one unit with the same choices in their form belong together whatever their other fields say.</param>
internal sealed record SplittingRules(int WindowDays, IReadOnlyList<string> Fields, bool Units)
{
    /// <exception cref="SeedException">The file is missing or broken; names file, line and field.</exception>
    internal static SplittingRules Read(string folder)
    {
        var path = Path.Combine(folder, "splitting.json");
        var rules = SeedFile.Read<SplittingRules>(path);
        return rules.WindowDays is > 0 and <= 3650 ? rules : throw SeedFile.Wrong(path, "windowDays", "must be from 1 to 3650");
    }
}

/// <summary>
/// Sums cases of one payee, project, contract or unit against the tiers before anything is approved. It sees cases of every unit,
/// also those that the decider may not open.
/// </summary>
internal sealed class SplittingRadar(SplittingRules rules)
{
    /// <summary>The rows by which a case is found by later ones; none for an item without tiers.</summary>
    internal IEnumerable<CaseSum> SumsOf(PowerCase powerCase, PowerItem item)
    {
        if (AmountOf(powerCase) is not { } amount) return [];
        return Keys(powerCase, item).Select(key => new CaseSum
        {
            CaseId = powerCase.Id, Key = key.Key, Value = key.Value, ItemCode = powerCase.ItemCode, Amount = amount, OpenedAt = powerCase.OpenedAt,
            Title = powerCase.Title, UnitPath = powerCase.UnitPath, State = powerCase.State.ToString(),
        });
    }

    /// <summary>The largest sum that leaves the case's tier; null when none does.</summary>
    internal async Task<SplittingFinding?> Find(PowerItemsDb db, PowerCase powerCase, PowerItem item, CancellationToken ct)
    {
        if (powerCase.Tier?.UpTo is not { } bound || AmountOf(powerCase) is not { } own) return null;
        var (from, to) = (powerCase.OpenedAt.AddDays(-rules.WindowDays), powerCase.OpenedAt.AddDays(rules.WindowDays));
        var (id, code) = (powerCase.Id, powerCase.ItemCode);
        var keys = Keys(powerCase, item).ToList();
        var (names, values) = (keys.Select(key => key.Key).ToArray(), keys.Select(key => key.Value).ToArray());
        var related = await db.Sums.FromSql($"""
            SELECT s.* FROM unnest({names}, {values}) AS k(key, value) JOIN case_sums s ON s.item_code = {code} AND s.key = k.key AND s.value = k.value
            WHERE s.case_id <> {id} AND s.opened_at BETWEEN {from} AND {to} AND s.state IN ('Running', 'Returned', 'Approved')
            """).AsNoTracking().ToListAsync(ct);
        return related.GroupBy(sum => sum.Key)
            .Select(group => (group.Key, Sum: own + group.Sum(sum => sum.Amount), Cases: group.OrderBy(sum => sum.OpenedAt).ToList()))
            .Where(found => found.Sum > bound).OrderByDescending(found => found.Sum).ThenBy(found => found.Key, StringComparer.Ordinal)
            .Select(found => Finding(found.Key, found.Sum, bound, found.Cases, item)).FirstOrDefault();
    }

    private SplittingFinding Finding(string key, decimal sum, decimal bound, List<CaseSum> cases, PowerItem item)
    {
        var tier = item.Tiers.First(candidate => !(sum > candidate.UpTo));
        return new SplittingFinding(key, sum, bound, tier.Name, tier.NameEn, rules.WindowDays,
            [.. cases.Select(one => new SummedCase(one.CaseId, one.Title, one.UnitPath, one.Amount, one.OpenedAt, one.State))]);
    }

    private static decimal? AmountOf(PowerCase powerCase) =>
        powerCase.Tier is { } tier && powerCase.Form.TryGetValue(tier.Field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    private IEnumerable<(string Key, string Value)> Keys(PowerCase powerCase, PowerItem item) =>
    [
        .. rules.Fields.Select(field => (Key: field, Value: Plain(powerCase.Form, field))).Where(key => key.Value.Length > 0),
        .. rules.Units ? new[] { ("unit", powerCase.UnitPath + Choices(powerCase.Form, item)) } : [],
    ];

    private static string Choices(IReadOnlyDictionary<string, JsonElement> form, PowerItem item) =>
        string.Join(' ', item.Form.Where(field => field.Type == FieldType.Choice).Select(field => Plain(form, field.Name)));

    // Written with other spaces or in another width it is still the same payee.
    private static string Plain(IReadOnlyDictionary<string, JsonElement> form, string field) =>
        form.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String
            ? string.Concat(value.GetString()!.Normalize(System.Text.NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant() : "";
}
