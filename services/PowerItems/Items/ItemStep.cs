using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ronghe.PowerItems.Items;

/// <summary>A step of an item. A case freezes the steps that apply to it when it is opened.</summary>
/// <param name="Posts">Posts that act; for a collective decision the post that records the body's resolution.</param>
/// <param name="At">Where the posts are looked up, relative to the case's unit; the search climbs while nobody holds them.</param>
/// <param name="When">The step applies only when the form meets this; null for always.</param>
/// <param name="Body">The body that decides a Collective step; null for every other kind.</param>
/// <param name="Weights">Votes of each post of a WeightedVote, in the order of the posts; null for one each.</param>
/// <param name="Threshold">Share of all votes that a WeightedVote needs; null for 0.5. A half alone is never enough.</param>
/// <param name="NoticeDays">Days that a PublicNotice stays open; null for every other kind.</param>
/// <param name="Fields">Rights on fields of the form that differ from reading; null for none.</param>
public sealed record ItemStep(
    string Key,
    string Name,
    string NameEn,
    StepKind Kind,
    IReadOnlyList<string> Posts,
    UnitRelation At,
    StepCondition? When = null,
    DecisionBody? Body = null,
    IReadOnlyList<int>? Weights = null,
    decimal? Threshold = null,
    StepLimit? Limit = null,
    int? NoticeDays = null,
    IReadOnlyDictionary<string, FieldRight>? Fields = null)
{
    /// <summary>What whoever acts in this step may do with a field of the form; Read unless the step says otherwise.</summary>
    internal FieldRight RightOn(string field) => Fields?.GetValueOrDefault(field, FieldRight.Read) ?? FieldRight.Read;

    /// <summary>
    /// True for steps that take place outside the platform, of which the assignee files a record with its evidence: an execution, a
    /// notice served, an authority's reply. False for steps that are conducted here.
    /// </summary>
    [JsonIgnore]
    public bool IsRecorded => Kind is StepKind.Outside or StepKind.Execution or StepKind.Notice;

    /// <summary>True when each post signs for itself; false when one signature decides the step.</summary>
    [JsonIgnore]
    public bool IsCountersign => Kind is StepKind.AllOf or StepKind.Sequential or StepKind.WeightedVote;
}

public enum StepKind
{
    Single, AnyOne, AllOf, Sequential, WeightedVote, Collective, PublicNotice, Outside, Execution, Notice,
}

/// <summary>What a step may do with a field. Hidden fields are not shown to those who act in such steps only.</summary>
public enum FieldRight { Read, Hidden, Edit }

public enum UnitRelation { Own, Parent, Bureau, Group }

public enum DecisionBody { PartyCommittee, Board, UnionCommittee, WorkersCongress, ManagementMeeting }

/// <param name="Op">One of == != &gt; &gt;= &lt; &lt;=.</param>
/// <param name="Value">A number for numeric fields, true or false for Boolean, otherwise text.</param>
public sealed record StepCondition(string Field, string Op, JsonElement Value);

public sealed record StepLimit(int Value, TimeUnit Unit, LimitKind Kind);
