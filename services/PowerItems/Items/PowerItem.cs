namespace Ronghe.PowerItems.Items;

/// <summary>A key power item as the catalogue defines it. A case keeps the version that it was opened with.</summary>
/// <param name="Code">Domain and number, such as <c>UNI-02</c>.</param>
/// <param name="Levels">Levels of unit at which a case of it may be opened.</param>
/// <param name="MajorDecisionClass">三重一大 class; null when it is none.</param>
/// <param name="About">Kind of object elsewhere that an approved case authorises, such as <c>welfare.programme</c>; null for none.</param>
/// <param name="Tiers">Ordered by amount; empty when the amount changes nothing.</param>
/// <param name="Limit">Limit of the whole case; null for none.</param>
/// <param name="Separate">Posts that one person may not both act in within one case.</param>
public sealed record PowerItem(
    string Code,
    string Id,
    string Name,
    string NameEn,
    IReadOnlyList<UnitLevel> Levels,
    ItemNature Nature,
    RiskGrade Grade,
    IReadOnlyList<LegalBasis> Basis,
    IReadOnlyList<FormField> Form,
    IReadOnlyList<RequiredMaterial> Materials,
    IReadOnlyList<AmountTier> Tiers,
    IReadOnlyList<ItemStep> Steps,
    IReadOnlyList<IntegrityRiskPoint> Risks,
    IReadOnlyList<IReadOnlyList<string>> Separate,
    MajorDecisionClass? MajorDecisionClass = null,
    string? About = null,
    TimeLimit? Limit = null,
    NoticePeriod? PublicNotice = null);

public enum UnitLevel { Group, Bureau, Farm }

public enum ItemNature { Decide, ReviewSubmit, Execute, Supervise }

public enum MajorDecisionClass { MajorDecision, CadreAppointment, MajorProject, LargeFund }

public enum RiskGrade { High, Medium, Low }

public enum BasisKind { Statute, Regulation, CentralDocument, PartyRegulation, Standard, InternalRule }

/// <summary>How well a basis is known: its text was read, it is only named, or it was seen in the press.</summary>
public enum BasisSource { LawText, Named, Press }

/// <param name="Version">Date of the version of the law; null when unknown.</param>
/// <param name="Articles">Article numbers; empty for the whole document.</param>
public sealed record LegalBasis(
    string Law, IReadOnlyList<string> Articles, BasisKind Kind, BasisSource Source, string? Version = null, string? Note = null);

/// <param name="Key">Stable name of the material within the item.</param>
public sealed record RequiredMaterial(string Key, string Name, string NameEn, bool Required);

/// <param name="Field">The form field that is measured.</param>
/// <param name="UpTo">Upper bound, included; null in the last tier.</param>
/// <param name="Skip">Keys of the steps that do not apply in this tier.</param>
public sealed record AmountTier(string Name, string NameEn, string Field, IReadOnlyList<string> Skip, decimal? UpTo = null);

public sealed record IntegrityRiskPoint(string Point, string Measure, RiskGrade Grade);

public enum TimeUnit { WorkingDays, CalendarDays, Hours }

public enum LimitKind { Legal, Internal }

public sealed record TimeLimit(int Value, TimeUnit Unit, LimitKind Kind, string? Note = null);

public sealed record NoticePeriod(int Value, TimeUnit Unit);
