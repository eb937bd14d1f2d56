using System.Text.Json;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Xapi.Protocol;

/// <summary>What holds for every xAPI request: a version in its header, and answers that say what was wrong and where.</summary>
internal static class XapiFilter
{
    private const string ConsistentThrough = "X-Experience-API-Consistent-Through";

    // A write is answered after its commit, and no transaction of a write can be under way longer than this.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);

    internal static async ValueTask<object?> Invoke(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers[XapiVersion.Header] = XapiVersion.Two.Name;
        if (XapiVersion.Parse(http.Request.Headers[XapiVersion.Header] is [{ } header] ? header : null) is not { } version) return Wrong(NoVersion());
        http.Items[typeof(XapiVersion)] = version;
        http.Response.Headers[XapiVersion.Header] = version.Name;
        SayConsistentThrough(http, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - LongestWrite);
        try
        {
            return await next(context);
        }
        catch (MalformedException malformed)
        {
            return Wrong(malformed);
        }
        catch (JsonException json)
        {
            return Wrong(new("body", $"不是有效的 JSON（第 {json.LineNumber + 1} 行）。", $"Not valid JSON (line {json.LineNumber + 1})."));
        }
    }

    internal static XapiVersion VersionOf(HttpContext http) => (XapiVersion)http.Items[typeof(XapiVersion)]!;

    internal static void SayConsistentThrough(HttpContext http, DateTimeOffset time) =>
        http.Response.Headers[ConsistentThrough] = XapiTime.Format(time);

    private static MalformedException NoVersion() => new(
        XapiVersion.Header, "请求头应写明 1.0.x 或 2.0.x 版本。", "The header must name version 1.0.x or 2.0.x.");

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Wrong(MalformedException malformed) =>
        new Refusal("malformed-xapi", $"{malformed.Where}：{malformed.Chinese}", $"{malformed.Where}: {malformed.English}", StatusCodes.Status400BadRequest)
        {
            Details = new Dictionary<string, object?> { ["where"] = malformed.Where },
        }.ToProblem();
}
