using System.Globalization;

namespace Ronghe.PowerItems.Ledger;

/// <summary>Times in signed documents: UTC with the six places that PostgreSQL keeps.</summary>
internal static class LedgerTime
{
    internal static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null when it is not written that way.</summary>
    internal static DateTimeOffset? Read(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
