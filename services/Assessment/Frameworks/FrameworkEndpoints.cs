namespace Ronghe.Assessment.Frameworks;

internal static class FrameworkEndpoints
{
    internal static IEndpointRouteBuilder MapFrameworks(this IEndpointRouteBuilder routes)
    {
        var frameworks = routes.MapGroup("/frameworks").WithTags("Frameworks");
        frameworks.MapPost("/", SaveFramework.Handle).WithName(nameof(SaveFramework));
        frameworks.MapGet("/", ReadFramework.List).WithName("ListFrameworks");
        frameworks.MapGet("/{frameworkId:guid}", ReadFramework.Handle).WithName(nameof(ReadFramework));
        frameworks.MapPost("/{frameworkId:guid}/live", GoLive.Handle).WithName("PutFrameworkLive");
        return routes;
    }
}
