namespace Ronghe.Portal.Sessions;

/// <summary>A person's sign-in at the portal. The browser holds only a protected key; ticket and tokens stay here.</summary>
internal sealed class SignedInSession
{
    /// <summary>Lower-case hex SHA-256 of the key in the browser's cookie.</summary>
    public required string Id { get; init; }

    /// <summary>The authentication ticket without its tokens, protected.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>Access, refresh and identity token, protected.</summary>
    public required byte[] Tokens { get; set; }

    /// <summary>When the access token expires.</summary>
    public required DateTimeOffset TokensExpireAt { get; set; }

    /// <summary>When the session ends unless it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
