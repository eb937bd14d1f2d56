using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ronghe.NativeHost.Servers;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Bench.Ledger;

/// <summary>The service's own database, context, ledger and sequencer, without HTTP: acts are recorded as its slices record them.</summary>
internal sealed class ActsUnderTest : IAsyncDisposable
{
    private const int Workers = 8;
    private readonly IHost host;
    private readonly bool ledger;
    private readonly List<(Guid Act, DateTimeOffset At)> committed = [];
    private readonly List<double> delays = [];

    private ActsUnderTest(IHost host, bool ledger) => (this.host, this.ledger) = (host, ledger);

    /// <summary>Seconds from an act's commit to the moment at which a reader saw a head over it.</summary>
    internal IReadOnlyList<double> Delays => delays;

    internal LedgerLog Log => host.Services.GetRequiredService<LedgerLog>();

    internal static async Task<ActsUnderTest> StartAsync(PostgresServer postgres, string name, bool ledger, string folder)
    {
        await postgres.CreateDatabaseAsync(name + "db");
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Critical);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:poweritemsdb"] = postgres.ConnectionString(name + "db"),
            ["Ledger:KeyFolder"] = Path.Combine(folder, "keys"),
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddServiceDatabase<PowerItemsDb>("poweritemsdb", Item, LedgerLog.Register);
        builder.Services.AddSingleton<LedgerLog>().AddSingleton<ActLedger>().AddSingleton<LedgerHealth>();
        if (ledger) builder.Services.AddHostedService<Sequencer>();
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ServiceDatabase<PowerItemsDb>>().WaitUntilReady(CancellationToken.None);
        if (!ledger)
        {
            // Without a ledger an act has no leaf, and no index from which a sequencer reads.
            await using var owner = new NpgsqlConnection(postgres.ConnectionString(name + "db"));
            await owner.OpenAsync();
            await using var bare = new NpgsqlCommand("ALTER TABLE case_acts DROP CONSTRAINT ck_case_acts_leaf, DROP COLUMN tx", owner);
            await bare.ExecuteNonQueryAsync();
        }

        return new ActsUnderTest(host, ledger);
    }

    /// <summary>Acts a second.</summary>
    internal async Task<double> Run(TimeSpan duration)
    {
        committed.Clear();
        using var ending = new CancellationTokenSource();
        var watcher = ledger ? Task.Run(() => Watch(ending.Token)) : Task.FromResult(new List<(long Size, DateTimeOffset Seen)>());
        var prover = ledger ? Task.Run(() => ProveMeanwhile(ending.Token)) : Task.CompletedTask;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => Work(watch, duration))));
        var rate = committed.Count / watch.Elapsed.TotalSeconds;
        if (ledger) await WaitForHead();
        await ending.CancelAsync();
        await prover;
        if (ledger) await Measure(await watcher);
        return rate;
    }

    /// <summary>Every act has one place, no place is left out, and the leaves give the signed root.</summary>
    internal async Task CheckWhole()
    {
        await using var work = await Begin();
        var hashes = await work.Db.LedgerEntries.OrderBy(entry => entry.Index).Select(entry => new { entry.Index, entry.LeafHash }).ToListAsync();
        var acts = await work.Db.Acts.CountAsync();
        var head = await work.Db.LedgerHeads.OrderByDescending(one => one.Size).FirstAsync();
        var tree = new Frontier(Log.Hash);
        foreach (var entry in hashes)
        {
            if (entry.Index != tree.Size) throw new InvalidOperationException($"Index {tree.Size} is missing.");
            tree.Append(entry.LeafHash);
        }

        if (acts != hashes.Count || head.Size != acts || !tree.Root().AsSpan().SequenceEqual(head.Root))
            throw new InvalidOperationException($"{acts} acts, {hashes.Count} places, head of {head.Size}.");
        Console.WriteLine($"  {acts:N0} acts, each in its place under the signed root");
    }

    /// <summary>Nobody takes acts in any more.</summary>
    internal Task StopSequencer() => host.StopAsync();

    internal Task<UnitOfWork<PowerItemsDb>> Begin() =>
        host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);

    private static async Task Item(IServiceProvider services, PowerItemsDb db, CancellationToken ct)
    {
        db.Add(new ItemVersion(Samples.Item, "BEN", 1, TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }

    private async Task Work(Stopwatch watch, TimeSpan duration)
    {
        Guid? caseId = null;
        while (watch.Elapsed < duration)
        {
            await using var work = await Begin();
            var opened = caseId is null ? Samples.Open() : default;
            var powerCase = caseId is null ? opened.Case : (await work.Db.Cases.FromSql($"SELECT * FROM power_cases WHERE id = {caseId} FOR UPDATE").ToListAsync())[0];
            if (caseId is null) work.Db.Add(powerCase);
            var act = caseId is null ? opened.Act : Samples.Decide(powerCase);
            if (ledger) host.Services.GetRequiredService<ActLedger>().Record(work.Db, powerCase, act, caseId is null ? null : Samples.Opinion);
            else Plain(work.Db, powerCase, act, caseId is null ? null : Samples.Opinion);
            await work.Db.SaveAndPublishAsync([], CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            lock (committed) committed.Add((act.Id, TimeProvider.System.GetUtcNow()));
            caseId = powerCase.State == CaseState.Running ? powerCase.Id : null;
        }
    }

    // The same rows, with constants where the ledger computes.
    private static void Plain(PowerItemsDb db, PowerCase powerCase, CaseAct act, string? opinion)
    {
        if (opinion is not null) db.Add(new ActInput { ActId = act.Id, UnitPath = act.UnitPath, Salt = [], Opinion = opinion });
        (act.Seen, act.LeafHash, powerCase.LastLeaf) = ([], [], [(byte)act.CaseVersion]);
        db.Add(act);
    }

    private async Task<List<(long Size, DateTimeOffset Seen)>> Watch(CancellationToken ct)
    {
        var seen = new List<(long, DateTimeOffset)>();
        var last = 0L;
        while (!ct.IsCancellationRequested)
        {
            await using var work = await Begin();
            var size = await work.Db.LedgerHeads.OrderByDescending(head => head.Size).Select(head => head.Size).FirstOrDefaultAsync(CancellationToken.None);
            if (size > last) seen.Add((last = size, TimeProvider.System.GetUtcNow()));
            await Task.Delay(50, CancellationToken.None);
        }

        return seen;
    }

    private async Task ProveMeanwhile(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await using var work = await Begin();
            var size = await work.Db.LedgerHeads.OrderByDescending(head => head.Size).Select(head => head.Size).FirstOrDefaultAsync(CancellationToken.None);
            if (size > 0) await new TreeReader(work.Db, Log.Hash).Inclusion(Random.Shared.NextInt64(size), size, CancellationToken.None);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task WaitForHead()
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            await using var work = await Begin();
            if (await work.Db.Acts.CountAsync() == await work.Db.LedgerHeads.MaxAsync(head => (long?)head.Size)) break;
            if (waiting.Elapsed > TimeSpan.FromSeconds(30)) throw new InvalidOperationException("Acts are not taken in.");
        }

        await Task.Delay(100); // the watcher's next look
    }

    private async Task Measure(List<(long Size, DateTimeOffset Seen)> heads)
    {
        await using var work = await Begin();
        var ids = committed.Select(one => one.Act).ToArray();
        var places = await work.Db.LedgerEntries.Where(entry => ids.Contains(entry.ActId)).ToDictionaryAsync(entry => entry.ActId, entry => entry.Index);
        foreach (var (act, at) in committed)
        {
            var index = places[act];
            delays.Add((heads.First(head => head.Size > index).Seen - at).TotalSeconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }
}
