using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>One transaction whose first batch told PostgreSQL what may be seen. Rolls back unless committed.</summary>
public sealed class UnitOfWork<TDb> : IAsyncDisposable
    where TDb : ServiceDb
{
    private readonly AsyncServiceScope scope;
    private readonly IDbContextTransaction transaction;

    internal UnitOfWork(AsyncServiceScope scope, TDb db, IDbContextTransaction transaction) =>
        (this.scope, Db, this.transaction) = (scope, db, transaction);

    /// <summary>The context, inside the transaction.</summary>
    public TDb Db { get; }

    /// <summary>Services of the same scope as <see cref="Db"/>.</summary>
    public IServiceProvider Services => scope.ServiceProvider;

    /// <summary>Commits; afterwards the outbox relay is woken.</summary>
    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await scope.DisposeAsync();
    }
}

/// <summary>Begins units of work outside a request: consumers, seeding, background jobs.</summary>
public sealed class UnitOfWorkFactory<TDb>(IServiceScopeFactory scopes)
    where TDb : ServiceDb
{
    /// <summary>Opens a scope, a context and a transaction that sees what <paramref name="unitScope"/> allows.</summary>
    public async Task<UnitOfWork<TDb>> BeginAsync(UnitScope unitScope, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(unitScope);
        var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ServiceDatabase<TDb>>().WaitUntilReady(ct);
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            var transaction = await db.Database.BeginTransactionAsync(ct);
            await UnitOfWork.EnterScope(db, unitScope, ct);
            return new UnitOfWork<TDb>(scope, db, transaction);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }
}

internal static class UnitOfWork
{
    internal const string EnterScopeSql = "SELECT set_config('app.units', $1, true), set_config('app.subject', $2, true)";

    internal static async Task EnterScope(ServiceDb db, UnitScope scope, CancellationToken ct)
    {
        await using var command = CreateBatch(db);
        command.BatchCommands.Add(EnterScopeCommand(scope));
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static NpgsqlBatch CreateBatch(ServiceDb db) =>
        new((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());

    internal static NpgsqlBatchCommand EnterScopeCommand(UnitScope scope) => new(EnterScopeSql)
    {
        Parameters = { new() { Value = scope.ToArrayLiteral() }, new() { Value = scope.Subject ?? "" } },
    };
}
