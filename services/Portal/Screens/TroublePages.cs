using Npgsql;

namespace Ronghe.Portal.Screens;

/// <summary>Pages for addresses that lead nowhere and for what goes wrong, in the reader's language and without inner details.</summary>
internal static class TroublePages
{
    internal static void UseTroublePages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/trouble/{0}", createScopeForStatusCodePages: true); // a page renders once a scope
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                app.Logger.LogError(e, "The page {Path} failed", context.Request.Path);
                context.Response.Clear();
                context.Response.StatusCode = e is NpgsqlException or TimeoutException
                    ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError;
            }
        });
    }
}
