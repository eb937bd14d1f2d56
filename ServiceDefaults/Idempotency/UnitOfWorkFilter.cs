using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Idempotency;

/// <summary>
/// One transaction a request. Its first batch says what the caller may see; a slice's saves join it; it is committed before the
/// answer is written and rolled back when the answer is a refusal.
/// </summary>
internal static class UnitOfWorkFilter<TDb>
    where TDb : ServiceDb
{
    internal static async ValueTask<object?> Invoke(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<WithoutUnitOfWork>() is not null) return await next(context);
        var services = http.RequestServices;
        if (!services.GetRequiredService<ServiceDatabase<TDb>>().IsReady) throw new ServiceNotReadyException("The database is not prepared yet.");

        var caller = Caller.Of(http.User);
        var scope = caller is null ? UnitScope.Nothing : UnitScope.Of(caller);
        var db = services.GetRequiredService<TDb>();
        if (IdempotencyKey.Of(http.Request, caller, out var key) is { } refusal) return refusal;

        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        if (key is not null) return await IdempotentRequest.Run(http, db, scope, key, async () => await next(context));

        await UnitOfWork.EnterScope(db, scope, http.RequestAborted);
        var result = await next(context);
        if (StatusOf(result) < 400) await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private static int StatusOf(object? result) => AnswerStatus.Of(result);
}

internal static class AnswerStatus
{
    internal static int Of(object? result) => result switch
    {
        INestedHttpResult nested => Of(nested.Result),
        IStatusCodeHttpResult status => status.StatusCode ?? 200,
        _ => 200,
    };
}

/// <summary>Marks an endpoint, such as an event stream, that opens its own short transactions.</summary>
public sealed class WithoutUnitOfWork;
