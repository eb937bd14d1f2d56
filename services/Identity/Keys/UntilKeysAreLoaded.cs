using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Keys;

/// <summary>
/// Answers 503 before the keys are there. Stands before authentication: the token server looks at every request, and its options,
/// once they failed for want of keys, would go on failing.
/// </summary>
internal static class UntilKeysAreLoaded
{
    internal static void UseOnceKeysAreLoaded(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<KeyRing>();
        app.Use((http, next) =>
        {
            if (keys.IsLoaded) return next(http);
            if (http.Request.Path == "/alive") return http.Response.WriteAsJsonAsync(new { status = "Healthy" });
            http.Response.Headers.RetryAfter = "2";
            return new Refusal("temporarily-unavailable", "服务正在启动，请稍后重试。", "The service is starting. Please retry.", StatusCodes.Status503ServiceUnavailable)
                .ToProblem().ExecuteAsync(http);
        });
    }
}
