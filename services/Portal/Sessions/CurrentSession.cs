using Microsoft.AspNetCore.Authentication;

namespace Ronghe.Portal.Sessions;

/// <summary>The session of the running request, as it was read with its ticket.</summary>
internal sealed record CurrentSession(string Id, SessionTokens Tokens)
{
    private const string Name = "ronghe.session";

    public static void Attach(AuthenticationProperties properties, CurrentSession session) => properties.SetParameter(Name, session);

    public static CurrentSession? Read(AuthenticationProperties properties) => properties.GetParameter<CurrentSession>(Name);

    /// <summary>Null when nobody is signed in.</summary>
    public static async Task<CurrentSession?> Of(HttpContext context) =>
        (await context.AuthenticateAsync()).Properties is { } properties ? Read(properties) : null;
}
