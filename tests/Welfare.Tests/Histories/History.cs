using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Issues;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Tests.Histories;

/// <summary>One act as it happened: between which moments, and what came of it; null when its process ended before the commit.</summary>
internal sealed record Happened(Act Act, long From, long To, string? Outcome);

/// <summary>A unit of its own in the real database, and acts that several people do to it at once.</summary>
internal sealed class History(WelfareSite site, int number)
{
    private readonly string path = $"H/{number:00000}/";
    private readonly Guid[] people = [.. Enumerable.Range(0, Reference.People).Select(_ => Guid.CreateVersion7()).OrderBy(id => id.ToString(), StringComparer.Ordinal)];
    private readonly Guid[] programmes = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
    private readonly Guid[] causes = [.. Enumerable.Range(0, 12).Select(_ => Guid.CreateVersion7())];

    private LedgerAccount Festival => LedgerAccount.Available(path, 2026, "Festival");

    private LedgerAccount Hardship => LedgerAccount.Available(path, 2026, "Hardship");

    private LedgerAccount Of(int programme, string kind) => LedgerAccount.Of(path, 2026, "Festival", kind, programmes[programme]);

    internal async Task Prepare(CancellationToken ct)
    {
        await using var work = await Begin(ct);
        int[] prices = [100, 150, 80];
        int[] budgets = [400, 450, 240];
        for (var index = 0; index < 3; index++)
        {
            work.Db.ClaimGates.Add(new ClaimGate
            {
                ProgrammeId = programmes[index], UnitPath = path, Kind = "FestivalGift", Mode = index == Reference.Issued ? "Issue" : "Claim", Year = 2026, Amount = prices[index],
                OpensAt = DateTimeOffset.UnixEpoch, ClosesAt = DateTimeOffset.MaxValue, WindowSlots = 0, WindowMinutes = 0, CapCode = "history", CapMost = 230,
                CommittedAccount = Of(index, AccountKinds.Committed).Id, PaidAccount = Of(index, AccountKinds.Paid).Id,
            });
            work.Db.GiftStocks.Add(new GiftStock { ProgrammeId = programmes[index], Gift = "rice", Stock = index == Reference.Issued ? null : 2 });
            work.Db.Entitlements.AddRange(people.Select(person => new Entitled { ProgrammeId = programmes[index], PersonId = person, UnitPath = path, Slot = 0 }));
        }

        // Finished until a history's own step locks it: the service's worker must not take it.
        work.Db.IssueJobs.Add(new IssueJob { ProgrammeId = programmes[Reference.Issued], Total = Reference.People, StartedAt = DateTimeOffset.UnixEpoch, FinishedAt = DateTimeOffset.UnixEpoch });
        await work.Db.SaveChangesAsync(ct);
        await Book.Open(work.Db, [Hardship, .. Enumerable.Range(0, 3).Select(index => Of(index, AccountKinds.Paid))], ct);
        Assert.Null(await Book.Post(work.Db,
            [new Movement(EntryKinds.Budget, CauseKinds.Event, programmes[0], LedgerAccount.Funding(path, 2026), Festival, 500 + budgets.Sum())], "test", Now, ct));
        Assert.Null(await Book.Post(work.Db, [.. Enumerable.Range(0, 3).Select(index =>
            new Movement(EntryKinds.Commit, CauseKinds.Case, programmes[index], Festival, Of(index, AccountKinds.Committed), budgets[index]))], "test", Now, ct));
        await work.CommitAsync(ct);
    }

    /// <summary>Does the acts, several at a time, each when one of the doers is free.</summary>
    internal async Task<IReadOnlyList<Happened>> Run(IReadOnlyList<Act> acts, int doers, CancellationToken ct)
    {
        var next = -1;
        var happened = new Happened[acts.Count];
        await Task.WhenAll(Enumerable.Range(0, doers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var index && index < acts.Count)
            {
                var from = Stopwatch.GetTimestamp();
                var outcome = await Do(acts[index], ct);
                happened[index] = new(acts[index], from, Stopwatch.GetTimestamp(), outcome);
            }
        }));
        return happened;
    }

    /// <summary>What the database holds at the end, written as <see cref="Reference.State"/> writes it.</summary>
    internal Task<string> State()
    {
        string Balance(LedgerAccount account) => $"(SELECT balance::int FROM ledger_accounts WHERE id = '{account.Id}')";
        string Each(string kind) => string.Join(" || ',' || ", Enumerable.Range(0, 3).Select(index => Balance(Of(index, kind))));
        string Total(Guid person) => $"coalesce((SELECT amount::int FROM cap_totals WHERE person_id = '{person}'), 0)";
        string Holds(Guid programme, Guid person) =>
            $"(SELECT count(*) FROM claims WHERE programme_id = '{programme}' AND person_id = '{person}' AND state <> 'Returned')";
        return site.Ask<string>($"""
            SELECT {Balance(Festival)} || '|' || {Balance(Hardship)} || '|' || {Each(AccountKinds.Committed)} || '|' || {Each(AccountKinds.Paid)} || '|' ||
              {string.Join(" || ',' || ", people.Select(Total))} || '|' ||
              {string.Join(" || ", programmes.SelectMany(programme => people.Select(person => Holds(programme, person))))} || '|' ||
              (SELECT CASE WHEN finished_at = 'epoch' THEN 'False' ELSE 'True' END FROM issue_jobs WHERE programme_id = '{programmes[Reference.Issued]}')
            """);
    }

    private async Task<string?> Do(Act act, CancellationToken ct)
    {
        await using var work = await Begin(ct);
        var outcome = act.Kind switch
        {
            "claim" => await Claim(work.Db, act, ct),
            "return" => await Return(work.Db, act, ct),
            "transfer" => (await Book.Post(work.Db, [new Movement(EntryKinds.Transfer, CauseKinds.Case, causes[act.Number], Festival, Hardship, act.Amount)], "test", Now, ct))?.Type ?? "ok",
            "reverse" => await Reverse(work.Db, act, ct),
            "cap" => await Cap(work.Db, act, ct),
            _ => await Issue(work.Db, ct),
        };
        if (act.Crash)
        {
            // The connection goes as it does when a process is killed: the server rolls back.
            var connection = (NpgsqlConnection)work.Db.Database.GetDbConnection();
            await site.Execute($"SELECT pg_terminate_backend({connection.ProcessID})");
            return null;
        }

        if (outcome == "ok" || outcome.StartsWith("issued", StringComparison.Ordinal)) await work.CommitAsync(ct);
        return outcome;
    }

    private async Task<string> Claim(WelfareDb db, Act act, CancellationToken ct)
    {
        var (outcomes, _) = await ClaimDesk.Grant(db, [new Wish(programmes[act.Programme], people[act.Person], "rice", null)], Now, ct);
        return outcomes[0].Refusal?.Type ?? "ok";
    }

    private async Task<string> Return(WelfareDb db, Act act, CancellationToken ct)
    {
        var (programme, person) = (programmes[act.Programme], people[act.Person]);
        var claim = await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.ProgrammeId == programme && row.PersonId == person && row.State != "Returned", ct);
        if (claim is null) return "none";
        var (_, refusal) = await ReturnClaim.TakeBack(db, claim, "test", Now, ct);
        return refusal is null ? "ok" : "none"; // somebody else gave it back meanwhile
    }

    private async Task<string> Reverse(WelfareDb db, Act act, CancellationToken ct)
    {
        var cause = causes[act.Amount];
        var entry = await db.LedgerEntries.AsNoTracking().SingleOrDefaultAsync(row => row.CauseId == cause && row.Kind == EntryKinds.Transfer, ct);
        return entry is null ? "none" : (await Book.Reverse(db, entry.Id, CauseKinds.Event, Guid.CreateVersion7(), "test", Now, ct))?.Type ?? "ok";
    }

    private async Task<string> Cap(WelfareDb db, Act act, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM claim_gates WHERE programme_id = ANY({programmes}) ORDER BY programme_id FOR UPDATE", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE claim_gates SET cap_most = {act.Amount} WHERE programme_id = ANY({programmes})", ct);
        return "ok";
    }

    private async Task<string> Issue(WelfareDb db, CancellationToken ct)
    {
        var programme = programmes[Reference.Issued];
        var job = await db.IssueJobs.FromSql($"SELECT * FROM issue_jobs WHERE programme_id = {programme} FOR UPDATE").SingleAsync(ct);
        if (job.FinishedAt != DateTimeOffset.UnixEpoch) return "finished";
        var before = job.Issued;
        await IssueWorker.Next(db, job, 2, Now, ct);
        await db.SaveChangesAsync(ct);
        return $"issued {job.Issued - before}";
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private Task<UnitOfWork<WelfareDb>> Begin(CancellationToken ct) =>
        site.Host.Services.GetRequiredService<UnitOfWorkFactory<WelfareDb>>().BeginAsync(UnitScope.Everything, ct);
}
