using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ronghe.ServiceDefaults.Messaging.Outbox;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>Gives a service its database.</summary>
public static class DatabaseExtensions
{
    /// <summary>
    /// Registers <typeparamref name="TDb"/> on <c>ConnectionStrings:{name}</c>: own plain role, migrations and seeds at start,
    /// row-level security, health.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">Name of the connection string.</param>
    /// <param name="seeds">Run in order at every start, under a lock, in one transaction each; must leave a filled table alone.</param>
    public static IHostApplicationBuilder AddServiceDatabase<TDb>(
        this IHostApplicationBuilder builder,
        string name,
        params Func<IServiceProvider, TDb, CancellationToken, Task>[] seeds)
        where TDb : ServiceDb
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboxSignals>();
        services.AddSingleton(provider => new ServiceDatabase<TDb>(builder.Configuration, name));
        services.AddSingleton<UnitOfWorkFactory<TDb>>();
        services.AddDbContextPool<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<ServiceDatabase<TDb>>().App)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(new SignalAfterCommit()));
        services.Configure<DatabaseTasks<TDb>>(tasks =>
        {
            foreach (var seed in seeds) tasks.Seeds.Add(seed);
            tasks.Hourly.Add(Idempotency.StoredAnswer.Forget);
        });
        services.AddHostedService<DatabaseStartup<TDb>>();
        services.AddHealthChecks().AddCheck<DatabaseHealth<TDb>>("database");
        return builder;
    }

    private sealed class SignalAfterCommit : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            (eventData.Context as ServiceDb)?.SignalCommitted();
            return Task.CompletedTask;
        }

        public override void TransactionCommitted(System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData) =>
            (eventData.Context as ServiceDb)?.SignalCommitted();
    }
}
