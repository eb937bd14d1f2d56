using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>The special data types of xAPI 1.0.3 Data 4.0 and IEEE 9274.1.1 4.2.7.</summary>
internal static partial class DataTypes
{
    private static readonly SearchValues<char> NotInIris = SearchValues.Create(" \t\r\n<>\"{}|\\^`");

    /// <summary>RFC 3987 with a scheme: only absolute IRIs identify anything.</summary>
    internal static bool IsIri(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == value.Length - 1 || !char.IsAsciiLetter(value[0])) return false;
        foreach (var letter in value.AsSpan(1, colon - 1))
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')) return false;
        }

        return !value.AsSpan().ContainsAny(NotInIris);
    }

    internal static bool IsMailbox(string value) => Mailbox().IsMatch(value);

    internal static bool IsSha1(string value) => value.Length == 40 && value.All(char.IsAsciiHexDigit);

    /// <summary>SHA-2 of 224 to 512 bits in hexadecimal.</summary>
    internal static bool IsSha2(string value) => value.Length is 56 or 64 or 96 or 128 && value.All(char.IsAsciiHexDigit);

    /// <summary>RFC 4122 in its hyphenated form.</summary>
    internal static bool IsUuid(string value) => Guid.TryParseExact(value, "D", out _);

    /// <summary>RFC 5646.</summary>
    internal static bool IsLanguageTag(string value) => LanguageTag().IsMatch(value);

    /// <summary>ISO 8601 duration; a fraction only in the smallest part.</summary>
    internal static bool IsDuration(string value) => Duration().IsMatch(value);

    internal static bool IsMediaType(string value) => System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(value, out _);

    /// <summary>RFC 3339; an offset of minus zero says that the time zone is unknown, and is refused. Without an offset: UTC.</summary>
    internal static bool TryTimestamp(string value, out DateTimeOffset timestamp)
    {
        timestamp = default;
        return Timestamp().IsMatch(value) && DateTimeOffset.TryParse(
            value.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out timestamp);
    }

    [GeneratedRegex(@"^mailto:[^\s@<>""]+@[^\s@<>""]+\.?[^\s@<>""]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Mailbox();

    [GeneratedRegex(
        @"^((?:en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)|art-lojban|cel-gaulish|no-bok|no-nyn|zh-(?:guoyu|hakka|min|min-nan|xiang))|(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)|x(?:-[a-z0-9]{1,8})+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    [GeneratedRegex(
        @"^P(?:\d+(?:[.,]\d+)?W|(?=\d|T\d)(?:\d+(?:[.,]\d+(?=Y$))?Y)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+(?=D$))?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+(?=H$))?H)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+)?S)?)?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,12})?(?:[Zz]|(?!-00(?::?00)?$)[+-]\d{2}(?::?\d{2})?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
