using System.Text.Json.Nodes;
using System.Text.Json;
using Ronghe.Identity.Accounts;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Audits;

/// <summary>
/// Stands before every endpoint that changes something. What succeeds is recorded in its own transaction, what is refused in one
/// beside it. Passwords, secrets and keys in a request are left out.
/// </summary>
internal static class AuditFilter
{
    internal static TBuilder WithAuditTrail<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.AddEndpointFilter(Invoke).WithMetadata(new Audited());

    private static async ValueTask<object?> Invoke(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (Caller.Of(http.User) is not { } caller) return result;

        var status = StatusOf(result);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var entry = AuditEntry.Of(now, http.GetEndpoint()!.Metadata.GetMetadata<EndpointNameMetadata>()!.EndpointName,
            status < 400 ? AuditOutcomes.Done : AuditOutcomes.Refused, caller.Subject, SubjectOf(http, result), caller.UnitPath,
            ClientAddress.Of(http), Details(context, result, status));
        if (status >= 400)
        {
            await http.RequestServices.GetRequiredService<UnitOfWorkFactory<IdentityDb>>().RecordAlone(entry, CancellationToken.None);
            return result;
        }

        var db = http.RequestServices.GetRequiredService<IdentityDb>();
        db.Record(entry);
        await db.SaveChangesAsync(CancellationToken.None); // who hangs up at the end is recorded all the same
        return result;
    }

    private static int StatusOf(object? result) => result switch
    {
        INestedHttpResult nested => StatusOf(nested.Result),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        Microsoft.AspNetCore.Http.HttpResults.ForbidHttpResult => 403,
        _ => 200,
    };

    private static string SubjectOf(HttpContext http, object? result) =>
        http.Request.RouteValues.TryGetValue("id", out var id) && id is not null ? id.ToString()!
        : ValueOf(result) is { } value && value.GetType().GetProperty("Id")?.GetValue(value) is { } made ? made.ToString()!
        : "";

    private static object? ValueOf(object? result) => result switch
    {
        INestedHttpResult nested => ValueOf(nested.Result),
        IValueHttpResult value => value.Value,
        _ => null,
    };

    private static JsonObject Details(EndpointFilterInvocationContext context, object? result, int status)
    {
        var details = new JsonObject { ["status"] = status };
        if (status >= 400 && ValueOf(result) is Microsoft.AspNetCore.Mvc.ProblemDetails problem) details["problem"] = problem.Title;
        var request = context.Arguments.FirstOrDefault(argument =>
            argument?.GetType() is { } type && type.Assembly == typeof(AuditFilter).Assembly && type.Name.EndsWith("Request", StringComparison.Ordinal));
        if (request is not null) details["request"] = WithoutSecrets(JsonSerializer.SerializeToNode(request, request.GetType(), ServiceDb.Json)!);
        foreach (var (name, value) in context.HttpContext.Request.RouteValues.Where(route => route.Key != "id")) details[name] = value?.ToString();
        return details;
    }

    private static JsonNode WithoutSecrets(JsonNode request)
    {
        foreach (var (name, value) in request.AsObject().ToList())
        {
            // "d" is the private half of a key that somebody sent by mistake (RFC 7518, 6.2.2).
            if (name == "d" || name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Contains("secret", StringComparison.OrdinalIgnoreCase)) request[name] = "…";
            else if (value is JsonObject inner) WithoutSecrets(inner);
        }

        return request;
    }
}

/// <summary>Marks an endpoint whose every use is recorded.</summary>
internal sealed class Audited;
