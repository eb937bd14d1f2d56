using Microsoft.Extensions.Localization;

namespace Ronghe.Portal.Texts;

/// <summary>Words for the values that services name in English.</summary>
internal static class Labels
{
    internal static string Nature(this IStringLocalizer<PageTexts> T, string? nature) => nature switch
    {
        "Decide" => T["Nature.Decide"],
        "ReviewSubmit" => T["Nature.ReviewSubmit"],
        "Execute" => T["Nature.Execute"],
        "Supervise" => T["Nature.Supervise"],
        _ => nature ?? "",
    };

    internal static string Level(this IStringLocalizer<PageTexts> T, string? level) => level switch
    {
        "Group" => T["Level.Group"],
        "Bureau" => T["Level.Bureau"],
        "Farm" => T["Level.Farm"],
        _ => level ?? "",
    };

    internal static string Grade(this IStringLocalizer<PageTexts> T, string? grade) => grade switch
    {
        "High" => T["Grade.High"],
        "Medium" => T["Grade.Medium"],
        "Low" => T["Grade.Low"],
        _ => grade ?? "",
    };

    internal static string MajorClass(this IStringLocalizer<PageTexts> T, string? name) => name switch
    {
        "MajorDecision" => T["Major.Decision"],
        "CadreAppointment" => T["Major.Cadre"],
        "MajorProject" => T["Major.Project"],
        "LargeFund" => T["Major.Fund"],
        _ => name ?? "",
    };

    internal static string StepKind(this IStringLocalizer<PageTexts> T, string? kind) => kind switch
    {
        "Single" => T["Kind.Single"],
        "AnyOne" => T["Kind.AnyOne"],
        "AllOf" => T["Kind.AllOf"],
        "Sequential" => T["Kind.Sequential"],
        "WeightedVote" => T["Kind.WeightedVote"],
        "Collective" => T["Kind.Collective"],
        "PublicNotice" => T["Kind.PublicNotice"],
        "Outside" => T["Kind.Outside"],
        "Execution" => T["Kind.Execution"],
        "Notice" => T["Kind.Notice"],
        _ => kind ?? "",
    };

    internal static string Decision(this IStringLocalizer<PageTexts> T, string? decision) => decision switch
    {
        "Approve" => T["Decision.Approve"],
        "Reject" => T["Decision.Reject"],
        _ => decision ?? "",
    };

    internal static string Limit(this IStringLocalizer<PageTexts> T, int value, string unit) => unit switch
    {
        "WorkingDays" => T["Limit.WorkingDays", value],
        "CalendarDays" => T["Limit.CalendarDays", value],
        _ => T["Limit.Hours", value],
    };

    internal static string Figure(this IStringLocalizer<PageTexts> T, string name) => name switch
    {
        "running" => T["Figure.Running"],
        "opened" => T["Figure.Opened"],
        "approved" => T["Figure.Approved"],
        "rejected" => T["Figure.Rejected"],
        "decided" => T["Figure.Decided"],
        "lessons" => T["Figure.Lessons"],
        _ => T["Figure.Programmes"],
    };

    internal static string FigureShort(this IStringLocalizer<PageTexts> T, string name) => name switch
    {
        "running" => T["Figure.Running.Short"],
        "approved" => T["Figure.Approved.Short"],
        _ => T["Figure.Lessons.Short"],
    };
}
