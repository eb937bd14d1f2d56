using System.Net.Http.Headers;
using Ronghe.Portal.Sessions;

namespace Ronghe.Portal.Calls;

internal sealed class SessionEndedException() : Exception("The session has ended.");

/// <summary>Puts the access token of the running request's session on a call.</summary>
internal sealed class BearerFromSession(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var tokens = accessor.HttpContext!.RequestServices.GetRequiredService<AccessTokens>();
        var token = await tokens.Get() ?? throw new SessionEndedException();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, cancellationToken);
    }
}
