using System.Text.Json;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Cases;

/// <summary>Everything a new case is made of, checked.</summary>
internal sealed record CaseOpening(
    PowerItem Item,
    int ItemVersion,
    string Domain,
    string UnitPath,
    string Title,
    IReadOnlyDictionary<string, JsonElement> Form,
    IReadOnlyList<CaseMaterial> Materials,
    AmountTier? Tier,
    CaseSubject? About,
    CaseInitiator Initiator,
    DateTimeOffset At,
    string? TraceParent)
{
    internal Submission Submission() => new(
        Form, Materials, Tier, [.. Item.Steps.Select(_ => Guid.CreateVersion7(At))],
        [.. Item.Steps.Where(step => !StepSelection.Applies(step, Tier, Item, Form)).Select(step => step.Key)]);
}

/// <summary>Who opened the case: a person, or a client such as a subsidiary's own system.</summary>
/// <param name="Kind">person or client.</param>
/// <param name="PersonId">Null for a client.</param>
public sealed record CaseInitiator(string Kind, string Subject, Guid? PersonId);

/// <summary>The object elsewhere that the case authorises when it is approved.</summary>
/// <param name="Digest">Lower-case hex SHA-256 of the object as it was put before the deciders.</param>
public sealed record CaseSubject(string Kind, Guid Id, string Digest);

/// <summary>A material handed in: which one the item asks for, and the name of what was handed in.</summary>
public sealed record CaseMaterial(string Key, string Name);
