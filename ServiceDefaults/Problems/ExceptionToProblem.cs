using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Problems;

/// <summary>The one place where what was thrown becomes an answer. A bug answers 500 without its message.</summary>
internal sealed class ExceptionToProblem(ILogger<ExceptionToProblem> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = exception switch
        {
            BadHttpRequestException bad => BadRequest(bad),
            DbUpdateConcurrencyException => ProblemTypes.Of(409, "stale-version",
                "别人刚刚改动了它，请刷新后再操作。", "Somebody else has just changed it. Load it again, then repeat."),
            _ when IsAway(exception) => Away(httpContext),
            _ => ProblemTypes.Of(500, "internal-error",
                "系统出错了，已记录，请稍后再试。", "Something went wrong on our side. It was recorded; please try again later."),
        };
        if (problem.StatusCode >= 500) log.LogError(exception, "Answered {Status} to {Method} {Path}", problem.StatusCode, httpContext.Request.Method, httpContext.Request.Path);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    // IDX20803/20804: the identity service's keys cannot be fetched.
    private static bool IsAway(Exception exception) => DatabaseAway.Is(exception) || exception is ServiceNotReadyException
        || exception is InvalidOperationException && exception.Message.Contains("IDX2080", StringComparison.Ordinal);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Away(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return ProblemTypes.Of(503, "temporarily-unavailable",
            "服务暂时不可用，请稍后重试，已提交的内容不会丢失。", "The service is away for a moment. Please retry; nothing that was accepted is lost.");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult BadRequest(BadHttpRequestException bad)
    {
        if (bad.StatusCode != 400)
        {
            return ProblemTypes.Of(bad.StatusCode, bad.StatusCode == 413 ? "body-too-large" : "bad-request", "请求不符合要求。", bad.Message);
        }

        if (bad.InnerException is JsonException json)
        {
            var field = json.Path is null or "" or "$" ? "body" : json.Path.TrimStart('$', '.');
            var place = json.LineNumber is null ? "" : $" ({json.LineNumber + 1}:{json.BytePositionInLine + 1})";
            return ProblemTypes.Invalid((field, $"不是有效的值{place}。", $"Not a valid value{place}."));
        }

        return bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? ProblemTypes.Invalid(("body", "缺少请求内容（JSON）。", "A JSON body is required."))
            : ProblemTypes.Invalid((QuotedName(bad.Message), "缺失或格式不对。", "Missing or not in the right form."));
    }

    // The framework names the parameter in quotes: Failed to bind parameter "Guid caseId" from "x".
    private static string QuotedName(string message) => message.Split('"') is [_, var quoted, ..] ? quoted.Split(' ')[^1] : "request";
}

/// <summary>The service has started but cannot do this yet; the caller should try again in a moment.</summary>
public sealed class ServiceNotReadyException(string message) : Exception(message);
