using System.Globalization;

namespace Ronghe.Learning.Xapi.Protocol;

/// <summary>Timestamps as the record store writes them: UTC, microseconds.</summary>
internal static class XapiTime
{
    internal static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
