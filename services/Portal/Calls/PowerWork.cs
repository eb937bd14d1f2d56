namespace Ronghe.Portal.Calls;

public sealed record PowerTaskList(PowerTask[] Items, bool More);

/// <summary>A step that waits for the reader.</summary>
public sealed record PowerTask(
    Guid CaseId, Guid StepId, string ItemCode, string ItemName, string ItemNameEn, string Title, string? UnitName, string? UnitNameEn,
    string UnitPath, string StepName, string StepNameEn, bool Recorded, DateTimeOffset? DueAt);

public sealed record PowerCasePage(PowerCaseEntry[] Items, int Page, int Size, bool More);

public sealed record PowerCaseEntry(
    Guid CaseId, string ItemCode, string ItemName, string ItemNameEn, string Title, string UnitPath, string UnitName, string UnitNameEn,
    string State, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt);

public sealed record OpenCase(
    string ItemCode, string Title, string? UnitCode, Dictionary<string, object?> Form, CaseAbout? About, CaseMaterial[] Materials);

public sealed record DecideStep(string Decision, string? Opinion, long CaseVersion, Guid[] SplittingSeen);

/// <summary>Where a case stands after an act.</summary>
public sealed record CaseMoved(Guid CaseId, string State, long CaseVersion);
