namespace Ronghe.Learning.Audiences;

internal static class AudienceEndpoints
{
    internal static RouteGroupBuilder MapAudiences(this RouteGroupBuilder routes)
    {
        routes.MapPost("/audiences", CreateAudience.Handle).WithTags("Audiences").WithName(nameof(CreateAudience));
        routes.MapPost("/audiences/previews", PreviewAudience.Handle).WithTags("Audiences").WithName(nameof(PreviewAudience));
        routes.MapPut("/people/{personId:guid}/tags", TagPerson.Handle).WithTags("Audiences").WithName(nameof(TagPerson));
        return routes;
    }
}
