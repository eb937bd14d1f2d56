namespace Ronghe.PowerItems.Proxies;

internal static class ProxyEndpoints
{
    internal static RouteGroupBuilder MapProxies(this RouteGroupBuilder group)
    {
        var proxies = group.MapGroup("/proxies").WithTags("Proxies");
        proxies.MapPost("", GiveProxy.Handle).WithName(nameof(GiveProxy));
        proxies.MapGet("", ListProxies.Handle).WithName(nameof(ListProxies));
        proxies.MapPost("/{id:guid}/revocation", RevokeProxy.Handle).WithName(nameof(RevokeProxy));
        return group;
    }
}
