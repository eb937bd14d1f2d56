using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Catalogues;

/// <summary>What an item must hold beyond the types of its fields.</summary>
internal static class CatalogueRules
{
    /// <summary>The first fault of a file, as field and what is wrong with it; null when there is none.</summary>
    internal static (string Field, string What)? FirstFault(
        CatalogueFile file, IReadOnlyDictionary<string, CataloguePost> posts, IReadOnlySet<string> domains, IReadOnlyDictionary<string, string> taken)
    {
        if (!domains.Contains(file.Domain)) return ("domain", $"'{file.Domain}' is no domain of domains.json");
        var own = new HashSet<string>();
        foreach (var (item, index) in file.Items.Select((item, index) => (item, index)))
        {
            var at = $"items[{index}]";
            if (!item.Code.StartsWith(file.Domain + "-", StringComparison.Ordinal)) return ($"{at}.code", $"'{item.Code}' does not begin with the domain '{file.Domain}-'");
            if (taken.TryGetValue(item.Code, out var where) || !own.Add(item.Code)) return ($"{at}.code", $"'{item.Code}' is used twice (also in {where ?? "this file"})");
            if (taken.TryGetValue(item.Id, out where) || !own.Add(item.Id)) return ($"{at}.id", $"'{item.Id}' is used twice (also in {where ?? "this file"})");
            if (Faults(item, posts).FirstOrDefault() is { Field: not null } fault) return ($"{at}.{fault.Field}", fault.What);
        }

        return null;
    }

    /// <summary>Every fault of items from anywhere; the domain of an item is the first part of its code.</summary>
    internal static IEnumerable<(string Field, string What)> AllFaults(
        IReadOnlyList<PowerItem> items, IReadOnlyDictionary<string, CataloguePost> posts, IReadOnlySet<string> domains)
    {
        var own = new HashSet<string>();
        foreach (var (item, index) in items.Select((item, index) => (item, index)))
        {
            var at = $"items[{index}]";
            if (item.Code.Split('-') is not [var domain, { Length: > 0 }] || !domains.Contains(domain)) yield return ($"{at}.code", $"'{item.Code}' does not begin with a domain of the catalogue");
            if (!own.Add(item.Code)) yield return ($"{at}.code", $"'{item.Code}' is used twice");
            if (!own.Add(item.Id)) yield return ($"{at}.id", $"'{item.Id}' is used twice");
            foreach (var (field, what) in Faults(item, posts)) yield return ($"{at}.{field}", what);
        }
    }

    private static IEnumerable<(string Field, string What)> Faults(PowerItem item, IReadOnlyDictionary<string, CataloguePost> posts) =>
    [
        .. Required(item),
        .. FieldFaults(item),
        .. item.Materials.Select((material, index) => (material, index))
            .Where(one => item.Materials.Take(one.index).Any(other => other.Key == one.material.Key))
            .Select(one => ($"materials[{one.index}].key", $"'{one.material.Key}' is used twice")),
        .. TierFaults(item),
        .. item.Steps.SelectMany((step, index) => StepFaults.Of(step, item, index, posts).Select(fault => ($"steps[{index}].{fault.Field}", fault.What))),
        .. item.Separate.SelectMany((group, index) => SeparateFaults(group, index, posts)),
    ];

    private static IEnumerable<(string, string)> Required(PowerItem item)
    {
        if (string.IsNullOrWhiteSpace(item.Name)) yield return ("name", "is empty");
        if (string.IsNullOrWhiteSpace(item.NameEn)) yield return ("nameEn", "is empty");
        if (item.Levels.Count == 0) yield return ("levels", "is empty");
        if (item.Basis.Count == 0) yield return ("basis", "is empty: every item rests on something");
        if (item.Risks.Count == 0) yield return ("risks", "is empty: every item names its integrity risk points");
        if (item.Steps.Count == 0) yield return ("steps", "is empty");
    }

    private static IEnumerable<(string, string)> FieldFaults(PowerItem item)
    {
        foreach (var (field, index) in item.Form.Select((field, index) => (field, index)))
        {
            var at = $"form[{index}]";
            if (item.Form.Take(index).Any(other => other.Name == field.Name)) yield return ($"{at}.name", $"'{field.Name}' is used twice");
            if (field.Type == FieldType.Choice && field.Options is not { Count: > 0 }) yield return ($"{at}.options", "is needed for a Choice");
            if (field.Type != FieldType.Choice && field.Options is { Count: > 0 }) yield return ($"{at}.options", "is for a Choice only");
            if (field.Options?.GroupBy(option => option.Value).FirstOrDefault(same => same.Count() > 1) is { } twice) yield return ($"{at}.options", $"has '{twice.Key}' twice");
            if (!field.IsNumber && (field.Min ?? field.Max) is not null) yield return ($"{at}.min", "and max are for numbers only");
            if (field.Min > field.Max) yield return ($"{at}.max", "is less than min");
        }
    }

    private static IEnumerable<(string, string)> TierFaults(PowerItem item)
    {
        foreach (var (tier, index) in item.Tiers.Select((tier, index) => (tier, index)))
        {
            var at = $"tiers[{index}]";
            if (item.Form.FirstOrDefault(field => field.Name == tier.Field) is not { IsNumber: true, Required: true }) yield return ($"{at}.field", $"'{tier.Field}' is no required number of the form");
            if (tier.Field != item.Tiers[0].Field) yield return ($"{at}.field", "differs from the first tier's");
            if (tier.UpTo is null != (index == item.Tiers.Count - 1)) yield return ($"{at}.upTo", "must be null in the last tier, and only there");
            if (index > 0 && tier.UpTo <= item.Tiers[index - 1].UpTo) yield return ($"{at}.upTo", "must be more than the tier before");
            foreach (var key in tier.Skip.Where(key => item.Steps.All(step => step.Key != key))) yield return ($"{at}.skip", $"'{key}' is no step of the item");
            if (item.Steps.All(step => tier.Skip.Contains(step.Key))) yield return ($"{at}.skip", "leaves no step");
        }
    }

    private static IEnumerable<(string, string)> SeparateFaults(IReadOnlyList<string> group, int index, IReadOnlyDictionary<string, CataloguePost> posts)
    {
        if (group.Distinct().Count() < 2) yield return ($"separate[{index}]", "needs two different posts");
        foreach (var post in group.Where(post => !posts.ContainsKey(post))) yield return ($"separate[{index}]", $"'{post}' is no post of posts.json");
    }
}
