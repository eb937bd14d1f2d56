namespace Ronghe.Learning.Xapi.Clients;

internal static class XapiClientEndpoints
{
    internal static RouteGroupBuilder MapXapiClients(this RouteGroupBuilder routes)
    {
        var clients = routes.MapGroup("/xapi-clients").WithTags("Record store keys");
        clients.MapGet("/", ListXapiClients.Handle).WithName(nameof(ListXapiClients));
        clients.MapPost("/", CreateXapiClient.Handle).WithName(nameof(CreateXapiClient));
        clients.MapPost("/{id:guid}/rotation", RotateXapiClient.Handle).WithName(nameof(RotateXapiClient));
        clients.MapDelete("/{id:guid}", RevokeXapiClient.Handle).WithName(nameof(RevokeXapiClient));
        return routes;
    }
}
