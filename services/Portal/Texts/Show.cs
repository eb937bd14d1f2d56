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

    /// <summary>A limit that runs out with the day is that day's 24:00, not the next day's 00:00.</summary>
    internal static string Limit(DateTimeOffset at) => Local(at).TimeOfDay == TimeSpan.Zero
        ? Local(at).AddDays(-1).ToString(Languages.IsChinese ? "M月d日 24:00" : "d MMM, 24:00", CultureInfo.CurrentCulture)
        : ShortTime(at);

    /// <summary>The hour alone on the day itself.</summary>
    internal static string Recent(DateTimeOffset at, DateTimeOffset now) =>
        Local(at).Date == Local(now).Date ? Local(at).ToString("HH:mm", CultureInfo.InvariantCulture) : ShortTime(at);

    internal static string Today(DateTimeOffset now) =>
        Local(now).ToString(Languages.IsChinese ? "M月d日 dddd" : "dddd, d MMM", CultureInfo.CurrentCulture);

    internal static string Day(DateTimeOffset at) => Day(DateOnly.FromDateTime(Local(at).Date));

    internal static string Day(DateOnly day) => day.ToString(Languages.IsChinese ? "yyyy年M月d日" : "d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A version of a law is named by its day; anything else is shown as it stands.</summary>
    internal static string LawVersion(string version) =>
        DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Day(day) : version;

    internal static string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    internal static string Money(decimal amount) => amount.ToString("¥#,##0.00", CultureInfo.InvariantCulture);

    internal static string Number(decimal number) => number.ToString("#,##0.####", CultureInfo.InvariantCulture);
}
