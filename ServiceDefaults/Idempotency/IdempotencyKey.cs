using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Idempotency;

/// <summary>An Idempotency-Key in its scope: one caller, one method and path.</summary>
internal sealed record IdempotencyKey(string Caller, string Route, string Key)
{
    internal const string Header = "Idempotency-Key";

    /// <summary>Null key when the header is absent or the method does not change anything; a problem when it is malformed.</summary>
    internal static ProblemHttpResult? Of(HttpRequest request, Caller? caller, out IdempotencyKey? key)
    {
        key = null;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        if (!request.Headers.TryGetValue(Header, out var values) || caller is null) return null;
        if (values is not [{ Length: > 0 and <= 255 } value] || value.Any(letter => letter is < '!' or > '~'))
        {
            return ProblemTypes.Invalid((Header, "应为 1–255 个可见 ASCII 字符，且只出现一次。", "Must be 1–255 visible ASCII characters, once."));
        }

        key = new IdempotencyKey(caller.Subject, $"{request.Method} {request.Path}", value);
        return null;
    }

    /// <summary>SHA-256 of the body that the slice has already read; buffered by <see cref="IdempotencyMiddleware"/>.</summary>
    internal static async Task<byte[]> HashBody(HttpRequest request, CancellationToken ct)
    {
        if (!request.Body.CanSeek) return SHA256.HashData([]);
        request.Body.Position = 0;
        return await SHA256.HashDataAsync(request.Body, ct);
    }
}

/// <summary>Keeps the body of a request with an Idempotency-Key, so that it can be compared with the first one's.</summary>
internal static class IdempotencyMiddleware
{
    internal static Task Invoke(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContainsKey(IdempotencyKey.Header)) http.Request.EnableBuffering(bufferThreshold: 1 << 20);
        return next(http);
    }
}
