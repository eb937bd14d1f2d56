using System.Globalization;

namespace Ronghe.Portal.Texts;

internal static class Languages
{
    internal static readonly string[] All = ["zh-CN", "en"];

    internal static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>Names come from the services in both languages; a missing English one falls back to the Chinese.</summary>
    internal static string Of(string? chinese, string? english) =>
        (IsChinese ? chinese ?? english : string.IsNullOrEmpty(english) ? chinese : english) ?? "";
}
