using System.Globalization;

namespace Ronghe.Portal.Texts;

/// <summary>Times, money and numbers as the reader writes them; times are those of the group's offices.</summary>
internal static class Show
{
    private static readonly TimeZoneInfo Office = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    internal static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Office);

    internal static string Time(DateTimeOffset at) =>
        Local(at).ToString(Languages.IsChinese ? "yyyy年M月d日 HH:mm" : "d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);

    internal static string ShortTime(DateTimeOffset at) =>
        Local(at).ToString(Languages.IsChinese ? "M月d日 HH:mm" : "d MMM, HH:mm", CultureInfo.CurrentCulture);

    internal static string Date(DateTimeOffset at) =>
        Local(at).ToString(Languages.IsChinese ? "M月d日" : "d MMM", CultureInfo.CurrentCulture);

    internal static string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    internal static string Money(decimal amount) => amount.ToString("¥#,##0.00", CultureInfo.InvariantCulture);

    internal static string Number(decimal number) => number.ToString("#,##0.####", CultureInfo.InvariantCulture);
}
