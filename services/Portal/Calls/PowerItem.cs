using System.Text.Json;

namespace Ronghe.Portal.Calls;

/// <summary>What the catalogue's list shows of an item.</summary>
public sealed record PowerItemEntry(
    string Code, string Name, string? NameEn, string? Domain, string[]? Levels, string? Nature, string? Grade, string? MajorDecisionClass, string? About);

public sealed record PowerItemList(PowerItemEntry[] Items);

/// <summary>The version in force.</summary>
public sealed record PowerItemVersion(string Code, int Version, string Domain, DateTimeOffset InForceFrom, PowerItem Definition);

/// <summary>An item as its page and its form need it.</summary>
public sealed record PowerItem(
    string Code,
    string Name,
    string? NameEn,
    string[] Levels,
    string Nature,
    string? MajorDecisionClass,
    string Grade,
    string? About,
    LegalBasis[]? Basis,
    FormField[] Form,
    RequiredMaterial[]? Materials,
    AmountTier[]? Tiers,
    ItemStep[] Steps,
    RiskPoint[]? Risks,
    TimeLimit? Limit,
    TimeLimit? PublicNotice);

public sealed record LegalBasis(string Law, string? Version, string[]? Articles, string Kind, string? Note);

public sealed record FormField(
    string Name, string Label, string? LabelEn, string Type, bool Required, FieldOption[]? Options,
    string? Currency, int? Precision, decimal? Min, decimal? Max, string? Unit);

public sealed record FieldOption(string Value, string Label, string? LabelEn);

public sealed record RequiredMaterial(string Key, string Name, string? NameEn, bool Required);

public sealed record AmountTier(string Name, string? NameEn, string Field, decimal? UpTo, string[]? Skip);

public sealed record ItemStep(
    string Key, string Name, string? NameEn, string Kind, string[] Posts, string At, StepCondition? When, TimeLimit? Limit, int? NoticeDays);

public sealed record StepCondition(string Field, string Op, JsonElement Value);

public sealed record RiskPoint(string Point, string Measure, string Grade);

public sealed record TimeLimit(int Value, string Unit, string? Kind, string? Note);
