using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>
/// Takes files in and gives them out: limits size while the bytes stream by, tells the type from the bytes, records SHA-256, and
/// chooses the key.
/// </summary>
public sealed class FileStore(IFileStorage storage, TimeProvider clock)
{
    /// <summary>
    /// Stores the stream under a new key. Write the row that names it in the same unit of work; when that is rolled back, call
    /// <see cref="DeleteAsync"/>.
    /// </summary>
    public async Task<FileIntake> AcceptAsync(Stream content, FileLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        var head = new byte[FileType.HeadLength];
        var filled = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        if (filled == 0) return Refuse(new("file-empty", "文件是空的。", "The file is empty.", StatusCodes.Status400BadRequest));
        var type = FileType.Of(head.AsSpan(0, filled));
        if (limits.ContentTypes.Count > 0 && !limits.ContentTypes.Contains(type)) return Refuse(WrongType(type, limits));

        var key = NewKey();
        using var measured = new MeasuredStream(head.AsMemory(0, filled), content, limits.MostBytes);
        try
        {
            await storage.WriteAsync(key, measured, ct);
        }
        catch (Exception) when (measured.Exceeded)
        {
            return Refuse(TooLarge(limits.MostBytes));
        }

        return new(new StoredFile(key, measured.Sha256, measured.Length, type), null);
    }

    /// <summary>The file as a stream that can be sought, for range requests; bytes are fetched from where it is read.</summary>
    /// <exception cref="FileNotFoundException">On reading, when the bytes are gone.</exception>
    public Stream Open(StoredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new StoredFileStream(storage, file);
    }

    /// <summary>Removes the bytes.</summary>
    public Task DeleteAsync(StoredFile file, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        return storage.DeleteAsync(file.Key, ct);
    }

    /// <summary>
    /// Answers with the file: ranges, ETag and conditions by RFC 9110; never sniffed by the browser, shown in place only when it is a
    /// picture, a video, subtitles or a PDF.
    /// </summary>
    /// <param name="http">The request that is answered.</param>
    /// <param name="file">The file; the caller has checked who may read it.</param>
    /// <param name="name">Name to save it under.</param>
    public IResult Serve(HttpContext http, StoredFile file, string name)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(file);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'";
        var shown = file.ContentType is "application/pdf" or "text/vtt" || FileType.Pictures.Contains(file.ContentType) || FileType.Videos.Contains(file.ContentType);
        http.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(shown ? "inline" : "attachment")
        {
            FileNameStar = FileNames.Clean(name),
        }.ToString();
        var etag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Sha256}\"");
        return TypedResults.Stream(Open(file), file.ContentType, entityTag: etag, enableRangeProcessing: true);
    }

    private string NewKey() => $"{clock.GetUtcNow():yyyy/MM}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    private static FileIntake Refuse(Refusal refusal) => new(null, refusal);

    private static Refusal TooLarge(long most) => new(
        "file-too-large", $"文件太大，最多 {Readable(most)}。", $"The file is too large: at most {Readable(most)}.", StatusCodes.Status413PayloadTooLarge);

    private static Refusal WrongType(string type, FileLimits limits) => new(
        "file-type-not-allowed", $"不接受这种文件（{type}）。", $"Files of this kind ({type}) are not accepted.", StatusCodes.Status415UnsupportedMediaType)
    {
        Details = new Dictionary<string, object?> { ["found"] = type, ["accepted"] = limits.ContentTypes },
    };

    private static string Readable(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
