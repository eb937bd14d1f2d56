using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Ronghe.Portal.SignIn;

/// <summary>
/// Identity's configuration seen from two sides: browsers are sent to its public address, the portal's own calls go to the
/// service directly. Which host the discovery document names does not matter.
/// </summary>
internal sealed class IdentityConfiguration(HttpClient http, PublicAddress address) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _manager = new(
        ".well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new FromService(http));

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = await _manager.GetConfigurationAsync(cancel);
        configuration.Issuer = address.Uri.ToString();
        configuration.AuthorizationEndpoint = address.Of("connect/authorize");
        configuration.EndSessionEndpoint = address.Of("connect/logout");
        configuration.TokenEndpoint = new Uri(http.BaseAddress!, "connect/token").ToString();
        configuration.UserInfoEndpoint = new Uri(http.BaseAddress!, "connect/userinfo").ToString();
        return configuration;
    }

    public void RequestRefresh() => _manager.RequestRefresh();

    private sealed class FromService(HttpClient http) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            var path = Uri.TryCreate(address, UriKind.Absolute, out var absolute) ? absolute.AbsolutePath : address;
            return http.GetStringAsync(new Uri(http.BaseAddress!, path), cancel);
        }
    }
}
