namespace Ronghe.Portal.Texts;

/// <summary>Units of measure, which the catalogue gives in Chinese. One that is not known here is shown as it stands.</summary>
internal static class Measures
{
    private static readonly Dictionary<string, string> English = new()
    {
        ["人"] = "people", ["名"] = "people", ["公顷"] = "ha", ["年"] = "", ["月"] = "months", ["日"] = "days", ["天"] = "days", ["小时"] = "hours",
        ["分钟"] = "minutes", ["分"] = "points", ["季度"] = "quarter", ["周岁"] = "years of age", ["届"] = "term", ["期"] = "issue", ["工日"] = "man-days",
        ["工作日"] = "working days", ["次"] = "times", ["级"] = "level", ["倍"] = "times", ["米"] = "m", ["厘米"] = "cm", ["公里"] = "km",
        ["平方米"] = "m²", ["立方米"] = "m³", ["千克"] = "kg", ["公顷或公里"] = "ha or km", ["吨或立方米"] = "t or m³", ["吨二氧化碳"] = "t CO₂",
        ["株"] = "plants", ["万株"] = "× 10,000 plants", ["株或千克"] = "plants or kg", ["只"] = "animals", ["个"] = "items", ["项"] = "items", ["件"] = "items",
        ["件或项"] = "items", ["条"] = "entries", ["份"] = "copies", ["家"] = "firms", ["处"] = "places", ["块"] = "plots", ["根"] = "pieces", ["盒"] = "boxes",
        ["职"] = "posts", ["辆或台"] = "vehicles or machines", ["万元"] = "× ¥10,000",
    };

    internal static string Name(string? measure) => measure is null ? "" : Languages.IsChinese ? measure : English.GetValueOrDefault(measure, measure);
}
