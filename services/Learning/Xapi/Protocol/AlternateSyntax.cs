using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Ronghe.Learning.Xapi.Protocol;

/// <summary>
/// The alternate request syntax of xAPI 1.0.x (Communication 1.3): a POST with only <c>?method=</c> whose form holds headers,
/// parameters and content of the request that is meant. 2.0 has it no more.
/// </summary>
internal static class AlternateSyntax
{
    private const int MostForm = 4 * 1024 * 1024;

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", XapiVersion.Header, "Content-Type", "Content-Length", "If-Match", "If-None-Match", "Accept", "Accept-Language", "Accept-Encoding",
    };

    internal static async Task Invoke(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/xapi") && request.Query.ContainsKey("method"))
        {
            if (!await TryUnfold(http))
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }
        }

        await next(http);
    }

    private static async Task<bool> TryUnfold(HttpContext http)
    {
        var request = http.Request;
        if (request.Query.Count != 1 || request.Query["method"] is not [{ } method] || !request.HasFormContentType) return false;
        if (method is not ("GET" or "PUT" or "POST" or "DELETE" or "HEAD")) return false;
        if (request.ContentLength > MostForm) return false;
        var form = await request.ReadFormAsync(new() { ValueLengthLimit = MostForm, BufferBodyLengthLimit = MostForm }, http.RequestAborted);

        request.Method = method;
        request.ContentType = null;
        var parameters = new Dictionary<string, StringValues>();
        foreach (var (name, value) in form)
        {
            if (name == "content") continue;
            if (Headers.Contains(name)) request.Headers[name] = value;
            else parameters[name] = value;
        }

        var content = Encoding.UTF8.GetBytes(form["content"].ToString());
        request.Body = new MemoryStream(content);
        request.ContentLength = content.Length;
        if (content.Length > 0) request.ContentType ??= "application/json";
        request.QueryString = QueryString.Create(parameters);
        return XapiVersion.Parse(request.Headers[XapiVersion.Header]) != XapiVersion.Two;
    }
}
