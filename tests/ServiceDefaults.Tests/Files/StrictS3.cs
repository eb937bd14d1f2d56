using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ronghe.ServiceDefaults.Tests.Files;

/// <summary>
/// An object store outside the platform, imitated: checks Signature Version 4 over every request, its payload hash and its age,
/// and knows objects, ranges and multipart uploads. Refuses whatever it does not know.
/// </summary>
internal sealed class StrictS3 : IAsyncDisposable
{
    internal const string AccessKey = "AKTEST";
    internal const string SecretKey = "secret-of-the-store";
    private const string NotFound = """<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>""";
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> uploads = new();
    private readonly WebApplication app;
    private int number;

    private StrictS3(WebApplication app) => this.app = app;

    internal ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    internal int OpenUploads => uploads.Count;

    internal int Refused { get; private set; }

    internal string Address => app.Urls.First();

    internal static async Task<StrictS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var store = new StrictS3(builder.Build());
        store.app.Run(store.Answer);
        await store.app.StartAsync();
        return store;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (!IsSigned(http.Request, body.ToArray()))
        {
            Refused++;
            await Say(http, 403, """<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>""");
            return;
        }

        var key = http.Request.Path.Value!["/files/".Length..];
        var query = http.Request.Query;
        await ((http.Request.Method, query.ContainsKey("uploads"), (string?)query["uploadId"]) switch
        {
            ("POST", true, null) => Begin(http, key),
            ("PUT", false, { } upload) => Part(http, upload, int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture), body.ToArray()),
            ("POST", false, { } upload) => Complete(http, key, upload),
            ("DELETE", false, { } upload) => Done(http, 204, () => uploads.TryRemove(upload, out _)),
            ("PUT", false, null) => Put(http, key, body.ToArray()),
            ("GET", false, null) => Get(http, key),
            ("DELETE", false, null) => Done(http, 204, () => Objects.TryRemove(key, out _)),
            _ => Say(http, 501, "<Error/>"),
        });
    }

    private Task Begin(HttpContext http, string key)
    {
        var id = $"u{Interlocked.Increment(ref number)}";
        uploads[id] = [];
        return Say(http, 200, $"""<?xml version="1.0"?><InitiateMultipartUploadResult><Bucket>files</Bucket><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>""");
    }

    private Task Part(HttpContext http, string upload, int part, byte[] bytes)
    {
        uploads[upload][part] = bytes;
        http.Response.Headers.ETag = $"\"{part}\"";
        return Task.CompletedTask;
    }

    // All parts but the last must have 5 MiB, as the real store demands.
    private Task Complete(HttpContext http, string key, string upload)
    {
        var parts = uploads[upload];
        if (parts.Values.SkipLast(1).Any(part => part.Length < 5 << 20)) return Say(http, 400, "<Error><Code>EntityTooSmall</Code></Error>");
        Objects[key] = [.. parts.Values.SelectMany(part => part)];
        uploads.TryRemove(upload, out _);
        return Say(http, 200, $"""<?xml version="1.0"?><CompleteMultipartUploadResult><Bucket>files</Bucket><Key>{key}</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>""");
    }

    private Task Put(HttpContext http, string key, byte[] bytes)
    {
        Objects[key] = bytes;
        http.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";
        return Task.CompletedTask;
    }

    private async Task Get(HttpContext http, string key)
    {
        if (!Objects.TryGetValue(key, out var bytes))
        {
            await Say(http, 404, NotFound);
            return;
        }

        var from = http.Request.Headers.Range.ToString() is { Length: > 0 } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        http.Response.StatusCode = from > 0 ? 206 : 200;
        http.Response.ContentLength = bytes.Length - from;
        await http.Response.Body.WriteAsync(bytes.AsMemory(from));
    }

    private static Task Done(HttpContext http, int status, Action effect)
    {
        effect();
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Say(HttpContext http, int status, string xml)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync(xml);
    }

    private static bool IsSigned(HttpRequest request, byte[] body)
    {
        var date = request.Headers["X-Amz-Date"].ToString();
        var payload = request.Headers["X-Amz-Content-SHA256"].ToString();
        var parts = request.Headers.Authorization.ToString().Split(' ', ',').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || (TimeProvider.System.GetUtcNow() - moment).Duration() > TimeSpan.FromMinutes(15)) return false;
        if (payload != Convert.ToHexStringLower(SHA256.HashData(body)) || !parts.TryGetValue("Credential", out var credential)) return false;

        var scope = credential[(AccessKey.Length + 1)..];
        var signed = parts["SignedHeaders"].Split(';');
        if (!credential.StartsWith(AccessKey + "/", StringComparison.Ordinal) || !signed.Contains("host") || !signed.Contains("x-amz-content-sha256")) return false;
        var query = string.Join('&', request.Query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}").Order(StringComparer.Ordinal));
        var headers = string.Concat(signed.Select(name => $"{name}:{(name == "host" ? request.Host.Value : request.Headers[name].ToString().Trim())}\n"));
        var canonical = $"{request.Method}\n{request.Path.ToUriComponent()}\n{query}\n{headers}\n{parts["SignedHeaders"]}\n{payload}";
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), (secret, piece) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(piece)));
        return parts["Signature"] == Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }
}
