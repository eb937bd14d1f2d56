namespace Ronghe.Portal.SignIn;

/// <summary>The one address at which browsers reach the platform: the gateway's, which is also the issuer of tokens.</summary>
internal sealed class PublicAddress(IConfiguration configuration)
{
    public Uri Uri { get; } = new((configuration["Identity:Issuer"]
        ?? throw new InvalidOperationException("Identity:Issuer is not set: the portal must know its public address.")).TrimEnd('/') + "/");

    public bool IsSecure => Uri.Scheme == Uri.UriSchemeHttps;

    public string Of(string path) => new Uri(Uri, path.TrimStart('/')).ToString();
}
