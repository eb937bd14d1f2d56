using System.Globalization;
using Ronghe.Gateway.Headers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Gateway.Routes;

/// <summary>What the gateway itself says no to.</summary>
internal static class Refusals
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    internal static readonly Refusal NoToken = new("not-signed-in", "请先登录，或附上访问令牌。", "Sign in, or send an access token.", 401);
    internal static readonly Refusal BadToken = new("invalid-token", "访问令牌无效或已过期。", "The access token is not valid or has expired.", 401);
    internal static readonly Refusal NotFound = new("not-found", "没有这个地址。", "There is nothing at this address.", 404);
    internal static readonly Refusal BodyTooLarge = new("body-too-large", "内容太大。", "The body is too large.", 413);
    internal static readonly Refusal BodyBroken = new("bad-request", "请求内容没有完整送达。", "The request's body did not arrive whole.", 400);
    internal static readonly Refusal Ambiguous = new("ambiguous-length", "请求同时声明了两种长度。", "The request states its length in two ways.", 400);
    internal static readonly Refusal GrpcOff = new("unsupported-media-type", "不支持 gRPC。", "gRPC is not served here.", 415);
    internal static readonly Refusal MethodOff = new("method-not-allowed", "不支持这种请求方法。", "This method is not served here.", 405);
    internal static readonly Refusal TooMany = new("too-many-requests", "请求太频繁，请稍后再试。", "Too many requests. Retry later.", 429);
    internal static readonly Refusal Away = new("service-away", "服务暂时不可用，请稍后重试。", "The service is away for a moment. Please retry.", 503);
    internal static readonly Refusal TooSlow = new("service-too-slow", "服务没有及时答复。", "The service did not answer in time.", 504);
    internal static readonly Refusal BrokeOff = new("service-broke-off",
        "服务中途断开，无法确定是否已办理；请用同一个 Idempotency-Key 重试。",
        "The service broke off; whether the request took effect is not known. Retry with the same Idempotency-Key.", 502);

    internal static Refusal NoScope(string scope) =>
        new("scope-missing", $"访问令牌缺少权限范围 {scope}。", $"The access token lacks the scope {scope}.", 403);

    internal static Task WriteAsync(this Refusal refusal, HttpContext http)
    {
        CultureInfo.CurrentUICulture = PrefersEnglish(http.Request.Headers.AcceptLanguage.ToString()) ? English : Chinese;
        SecurityHeaders.OnApi(http);
        return refusal.ToProblem().ExecuteAsync(http);
    }

    internal static Task WriteAsync(this Refusal refusal, HttpContext http, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return refusal.WriteAsync(http);
    }

    // The first language that is named wins; Chinese when neither is.
    private static bool PrefersEnglish(string languages)
    {
        var english = languages.IndexOf("en", StringComparison.OrdinalIgnoreCase);
        var chinese = languages.IndexOf("zh", StringComparison.OrdinalIgnoreCase);
        return english >= 0 && (chinese < 0 || english < chinese);
    }
}
