using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Mvc;
using Ronghe.Learning.Xapi.Documents;
using Ronghe.Learning.Xapi.Lessons;
using Ronghe.Learning.Xapi.Store;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi;

/// <summary>The learning record store at <c>/xapi</c>: xAPI 1.0.3 and 2.0 (IEEE 9274.1.1), with the platform's tokens or Basic keys.</summary>
internal static class XapiEndpoints
{
    internal static IHostApplicationBuilder AddXapi(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActivityStore>().AddSingleton<AcceptedKeys>().AddSingleton<StatementIntake>()
            .AddSingleton<OwnStatements>().AddSingleton<LessonsTold>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<StatementIntake>());
        builder.Services.AddOptions<DatabaseTasks<LearningDb>>().Configure<TimeProvider>(XapiTables.Add);
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, BasicKeys>(BasicKeys.Name, null);
        return builder;
    }

    internal static WebApplication MapXapi(this WebApplication app)
    {
        app.MapMethods("/xapi/about", ["GET", "HEAD"], (HttpContext http) => About(http)).AllowAnonymous().WithTags("xAPI").WithName("XapiAbout");
        var xapi = app.MapGroup("/xapi").WithTags("xAPI").AddEndpointFilter(XapiFilter.Invoke)
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme, BasicKeys.Name)
                .RequireAssertion(context => Caller.Of(context.User)?.Scopes.Contains("learning") == true));
        xapi.MapMethods("/statements", Reading, GetStatements.Handle).WithName(nameof(GetStatements));
        xapi.MapPost("/statements", StoreStatements.Post).WithMetadata(new RequestSizeLimitAttribute(ReadStatements.MostBytes)).WithName("PostStatements");
        xapi.MapPut("/statements", StoreStatements.Put).WithMetadata(new RequestSizeLimitAttribute(ReadStatements.MostBytes)).WithName("PutStatement");
        xapi.MapDocuments("/activities/state", "XapiState", DocumentResource.State);
        xapi.MapDocuments("/activities/profile", "XapiActivityProfile", DocumentResource.ActivityProfile);
        xapi.MapDocuments("/agents/profile", "XapiAgentProfile", DocumentResource.AgentProfile);
        xapi.MapMethods("/agents", Reading, DescribeAgent.Handle).WithName(nameof(DescribeAgent));
        xapi.MapMethods("/activities", Reading, DescribeActivity.Handle).WithName(nameof(DescribeActivity));
        return app;
    }

    private static readonly string[] Reading = ["GET", "HEAD"];

    private static void MapDocuments(this RouteGroupBuilder routes, string path, string name, DocumentResource resource)
    {
        var requests = new DocumentRequests(resource);
        routes.MapMethods(path, Reading, requests.Get).WithName("Get" + name);
        routes.MapPut(path, requests.Put).WithMetadata(new RequestSizeLimitAttribute(XapiDocument.MostBytes * 2)).WithName("Put" + name);
        routes.MapPost(path, requests.Post).WithMetadata(new RequestSizeLimitAttribute(XapiDocument.MostBytes * 2)).WithName("Post" + name);
        routes.MapDelete(path, requests.Delete).WithName("Delete" + name);
    }

    private static IResult About(HttpContext http)
    {
        http.Response.Headers[XapiVersion.Header] = XapiVersion.Two.Name;
        return Results.Json(new { version = new[] { XapiVersion.One.Name, XapiVersion.Two.Name }, extensions = new { } });
    }
}
