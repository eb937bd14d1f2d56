using System.Text;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>Tells a file's type from its first bytes. What a client or a name claims is not asked.</summary>
public static class FileType
{
    /// <summary>Bytes that are looked at.</summary>
    public const int HeadLength = 4096;

    /// <summary>Anything that is not known.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>Pictures.</summary>
    public static IReadOnlyList<string> Pictures { get; } = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    /// <summary>Office documents, PDF and plain text; the older binary Office formats can carry macros and are not among them.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        ["application/pdf", Word, Excel, Slides, "text/plain"];

    /// <summary>Video that browsers play.</summary>
    public static IReadOnlyList<string> Videos { get; } = ["video/mp4", "video/webm"];

    internal const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    internal const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    internal const string Slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    /// <summary>The media type; <see cref="Unknown"/> for anything unrecognised, HTML and SVG included.</summary>
    public static string Of(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith("%PDF-"u8) => "application/pdf",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "video/mp4",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => head.IndexOf("webm"u8) >= 0 ? "video/webm" : Unknown,
        [(byte)'P', (byte)'K', 3, 4, ..] => OfZip(head),
        _ when head.StartsWith("WEBVTT"u8) || head.StartsWith("\uFEFFWEBVTT"u8) => "text/vtt",
        _ => IsText(head) ? "text/plain" : Unknown,
    };

    private static string OfZip(ReadOnlySpan<byte> head) =>
        head.IndexOf("word/"u8) >= 0 ? Word
        : head.IndexOf("xl/"u8) >= 0 ? Excel
        : head.IndexOf("ppt/"u8) >= 0 ? Slides
        : "application/zip";

    // Markup could run scripts when it is shown, so that it is no plain text.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.IndexOfAnyInRange((byte)0, (byte)8) >= 0) return false;
        var start = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        if (start.TrimStart(" \t\r\n"u8).StartsWith("<"u8)) return false;
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        try
        {
            decoder.GetCharCount(head, flush: head.Length < HeadLength); // a full head may end inside a character
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
