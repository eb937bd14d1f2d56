using System.Globalization;

namespace Ronghe.PowerItems.Acts;

/// <summary>What the ledger keeps of an act beside who, what and when: ids, keys, dates and figures, never words of a person.</summary>
internal static class ActFacts
{
    internal static Dictionary<string, string> Of(IntendedAct act, ActEffect effect) => All(act, effect)
        .Where(fact => !string.IsNullOrEmpty(fact.Value)).ToDictionary(fact => fact.Key, fact => fact.Value!);

    private static IEnumerable<(string Key, string? Value)> All(IntendedAct act, ActEffect effect)
    {
        yield return ("to", act.To);
        yield return ("people", Ids(effect.People));
        yield return ("signers", Ids(effect.Signers?.SelectMany(one => one.People)));
        yield return ("before", effect.Signers is null ? null : act.Before ? "true" : "false");
        yield return ("fields", effect.Fields is null ? null : string.Join(' ', effect.Fields.Keys.Order(StringComparer.Ordinal)));
        yield return ("number", effect.Filing?.Number);
        yield return ("filedOn", Day(effect.Filing?.On));
        yield return ("document", effect.Reply?.Document);
        yield return ("repliedOn", Day(effect.Reply?.On));
        yield return ("granted", effect.Reply is null ? null : effect.Reply.Granted ? "true" : "false");
        yield return ("dismissed", effect.Dismissed is { } dismissed ? dismissed ? "true" : "false" : null);
        yield return ("meeting", effect.Meeting?.MeetingId.ToString());
        yield return ("vote", effect.Vote?.Choice.ToString());
        yield return ("resolved", effect.Resolved?.ToString());
        yield return ("alert", effect.Alert?.ToString());
        yield return ("summed", act.Splitting is null ? null : Ids(act.Splitting.Cases.Select(one => one.CaseId)));
        yield return ("next", effect.Activated?.StepId.ToString());
        yield return ("assigned", Ids(effect.Activated?.Assignments.SelectMany(one => one.People).Distinct()));
    }

    private static string? Ids(IEnumerable<Guid>? ids) => ids is null ? null : string.Join(' ', ids);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
