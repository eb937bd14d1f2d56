using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Ronghe.ServiceDefaults.Problems;

/// <summary>Gives answers that come without a body of their own (401, 403, 404 …) a type and a sentence.</summary>
internal static class StatusProblems
{
    internal static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
        if (problem is HttpValidationProblemDetails invalid && problem.Type?.StartsWith(ProblemTypes.Base, StringComparison.Ordinal) != true)
        {
            invalid.Errors = invalid.Errors.ToDictionary(error => AsSent(error.Key), error => error.Value);
            problem.Type = ProblemTypes.UriOf("invalid-input");
            problem.Title = "invalid-input";
            return;
        }

        if (problem.Type?.StartsWith(ProblemTypes.Base, StringComparison.Ordinal) == true) return;
        var (name, chinese, english) = Of(problem.Status ?? 500);
        problem.Type = ProblemTypes.UriOf(name);
        problem.Title = name;
        problem.Detail = ProblemTypes.IsEnglish ? english : chinese;
    }

    // The framework names properties; the caller sent fields: Posts[0].UnitCode is posts[0].unitCode.
    private static string AsSent(string property) => string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static (string Name, string Chinese, string English) Of(int status) => status switch
    {
        400 => ("bad-request", "请求不符合要求。", "The request is not right."),
        401 => ("not-signed-in", "请先登录，或换一个有效的令牌。", "Sign in, or send a valid token."),
        403 => ("not-allowed", "您没有办理这项业务的权限。", "You may not do this."),
        404 => ("not-found", "没有找到。", "There is nothing here."),
        405 => ("method-not-allowed", "不支持这种请求方法。", "This method is not supported here."),
        413 => ("body-too-large", "内容太大。", "The body is too large."),
        415 => ("unsupported-media-type", "请使用 application/json。", "Send application/json."),
        429 => ("too-many-requests", "操作太频繁，请稍后再试。", "Too many requests. Retry later."),
        503 => ("temporarily-unavailable", "服务暂时不可用，请稍后重试。", "The service is away for a moment. Please retry."),
        _ => ($"status-{status}", "请求没有完成。", "The request did not succeed."),
    };
}
