using System.ComponentModel.DataAnnotations;
using Ronghe.ServiceDefaults.Burden;

namespace Ronghe.Assessment.Frameworks;

/// <summary>A node of the tree: a dimension, goal or task with nodes below it, or one with an indicator.</summary>
/// <param name="Weight">Share among its siblings, which sum to 100; 0 for what stands beside the weighing (Bonus, Veto).</param>
/// <param name="Owner">Post that answers for it; null when it is the unit as a whole.</param>
/// <param name="Evidence">What shows that it was done; null when the indicator says it all.</param>
public sealed record FrameworkNode(
    [property: Required, StringLength(40)] string? Code,
    [property: Required, StringLength(100)] string? Name,
    [property: Required, StringLength(100)] string? NameEn,
    decimal Weight,
    [property: StringLength(60)] string? Owner = null,
    [property: StringLength(400)] string? Evidence = null,
    IReadOnlyList<FrameworkNode>? Nodes = null,
    IndicatorContent? Indicator = null);

/// <summary>How a figure becomes points.</summary>
/// <param name="Kind">Linear, Bands, Ratio, Rank, Deduction, Bonus or Veto.</param>
/// <param name="Unit">Unit of the figure.</param>
/// <param name="Formula">Formula of the figure; null for a manual entry that a second person reviews.</param>
/// <param name="Low">Linear: figure of 0 points.</param>
/// <param name="High">Linear: figure of 100 points; may be below <paramref name="Low"/> when less is better.</param>
/// <param name="Bands">Bands: from low to high; below the first there are no points.</param>
/// <param name="LessIsBetter">Rank: the smallest figure comes first.</param>
/// <param name="Each">Deduction and Bonus: points for each unit of the figure.</param>
/// <param name="Cap">Deduction and Bonus: most points.</param>
/// <param name="Examples">At least one before the framework goes live, unless it is a manual entry.</param>
/// <param name="Exception">Claim of a safety or emergency setting.</param>
public sealed record IndicatorContent(
    [property: Required, AllowedValues("Linear", "Bands", "Ratio", "Rank", "Deduction", "Bonus", "Veto")] string? Kind,
    [property: Required, StringLength(40)] string? Unit,
    [property: StringLength(1000)] string? Formula = null,
    decimal? Low = null,
    decimal? High = null,
    IReadOnlyList<Band>? Bands = null,
    bool LessIsBetter = false,
    decimal? Each = null,
    decimal? Cap = null,
    IReadOnlyList<Example>? Examples = null,
    SafetyClaim? Exception = null);

/// <summary>Figures from here on get these points.</summary>
public sealed record Band(decimal From, decimal Points);

/// <summary>What must come out when the formula reads these figures.</summary>
/// <param name="Given">Figure by what is read, such as <c>sum(hazard.found, cycle, own)</c>; null when it is missing.</param>
/// <param name="Figure">Null when the figure must be missing.</param>
/// <param name="Points">Null for Rank, or when missing.</param>
public sealed record Example(IReadOnlyDictionary<string, decimal?> Given, decimal? Figure, decimal? Points = null);

/// <summary>A framework as it is written.</summary>
/// <param name="SubjectKind">Unit, Branch or Person.</param>
/// <param name="VetoCap">Most that a total can be once an indicator of kind Veto struck.</param>
public sealed record FrameworkContent(
    [property: Required, StringLength(40), RegularExpression("[A-Za-z0-9][A-Za-z0-9-]*")] string? Code,
    [property: Required, StringLength(100)] string? Name,
    [property: Required, StringLength(100)] string? NameEn,
    [property: Required, AllowedValues("Unit", "Branch", "Person")] string? SubjectKind,
    [property: Range(0, 100)] decimal VetoCap,
    [property: Required, MinLength(1)] IReadOnlyList<FrameworkNode>? Nodes,
    bool Sample = false);
