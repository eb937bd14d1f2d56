using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Claims;

/// <summary>What somebody wants, and where they wait for the answer.</summary>
internal sealed record Wish(Guid ProgrammeId, Guid PersonId, string Gift, string? Key, string How = "Claim")
{
    internal TaskCompletionSource<ClaimOutcome> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Either a claim, new or the one that the same request made before, or a refusal.</summary>
internal sealed record ClaimOutcome(Guid ClaimId, string Gift, decimal Amount, bool Repeated, Refusal? Refusal);

/// <summary>
/// Gathers claims for at most five milliseconds and settles up to a hundred of them in one transaction, in the order in which they
/// came; everybody is answered after its commit. Many people after few pieces wait for one row's lock once a batch, not once each.
/// </summary>
internal sealed class ClaimDesk(UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, ILogger<ClaimDesk> log) : BackgroundService
{
    private const int Most = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Wish> waiting = Channel.CreateBounded<Wish>(new BoundedChannelOptions(50_000) { SingleReader = true });

    internal async Task<ClaimOutcome> Claim(Wish wish, CancellationToken ct)
    {
        await waiting.Writer.WriteAsync(wish, ct);
        return await wish.Answer.Task.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var later = new List<Wish>();
        while (later.Count > 0 || await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Wish>(Most);
            var people = new HashSet<Guid>();
            foreach (var wish in later.ToArray()) if (Take(wish, batch, people)) later.Remove(wish);
            Fill(batch, people, later);
            if (batch.Count < Most / 2)
            {
                await Task.Delay(Patience, clock, stoppingToken);
                Fill(batch, people, later);
            }

            await Settle(batch, stoppingToken);
        }
    }

    private void Fill(List<Wish> batch, HashSet<Guid> people, List<Wish> later)
    {
        while (batch.Count < Most && later.Count < Most && waiting.Reader.TryRead(out var wish)) if (!Take(wish, batch, people)) later.Add(wish);
    }

    // One wish of a person a batch: the second must see what became of the first.
    private static bool Take(Wish wish, List<Wish> batch, HashSet<Guid> people)
    {
        if (batch.Count >= Most || !people.Add(wish.PersonId)) return false;
        batch.Add(wish);
        return true;
    }

    private async Task Settle(List<Wish> batch, CancellationToken ct)
    {
        try
        {
            var outcomes = await Once(batch, ct);
            for (var index = 0; index < batch.Count; index++) batch[index].Answer.TrySetResult(outcomes[index]);
        }
        catch (PostgresException exception) when (exception.ConstraintName == "ledger_never_negative" && batch.Count == 1)
        {
            batch[0].Answer.TrySetResult(new(Guid.Empty, "", 0, false, ClaimRefusals.OverBudget));
        }
        catch (Exception exception) when (batch.Count > 1 && exception is PostgresException)
        {
            log.LogWarning(exception, "A batch of {Count} claims failed and is tried one by one", batch.Count);
            foreach (var wish in batch) await Settle([wish], ct);
        }
        catch (Exception exception)
        {
            foreach (var wish in batch) wish.Answer.TrySetException(exception);
        }
    }

    private async Task<List<ClaimOutcome>> Once(List<Wish> batch, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var (outcomes, events) = await Grant(work.Db, batch, clock.GetUtcNow(), ct);
        await work.Db.SaveAndPublishAsync(events, ct);
        await work.CommitAsync(ct);
        return outcomes;
    }

    /// <summary>Judges and grants a batch, no person twice in it, within the transaction of <paramref name="db"/>.</summary>
    internal static async Task<(List<ClaimOutcome> Outcomes, List<BenefitsReceived> Events)> Grant(
        WelfareDb db, IReadOnlyList<Wish> batch, DateTimeOffset now, CancellationToken ct)
    {
        var ids = batch.Select(_ => Guid.CreateVersion7(now)).ToArray();
        await using var sql = Book.Batch(db);
        sql.BatchCommands.Add(Book.Command(ClaimSql.LockGates, batch.Select(wish => wish.ProgrammeId).Distinct().ToArray()));
        var wanted = Book.Command(ClaimSql.Wanted, Enumerable.Range(0, batch.Count).ToArray(), batch.Select(wish => wish.ProgrammeId).ToArray(),
            batch.Select(wish => wish.PersonId).ToArray(), batch.Select(wish => wish.Gift).ToArray());
        wanted.Parameters.Add(new() { Value = batch.Select(wish => wish.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        wanted.Parameters.Add(new() { Value = ids });
        wanted.Parameters.Add(new() { Value = now });
        wanted.Parameters.Add(new() { Value = batch[0].How });
        sql.BatchCommands.Add(wanted);
        await using var reader = await sql.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var outcomes = new List<ClaimOutcome>(batch.Count);
        var given = new Dictionary<(Guid Programme, string Unit), (int People, decimal Amount)>();
        while (await reader.ReadAsync(ct))
        {
            var (wish, outcome) = (batch[reader.GetInt32(0)], Outcome(reader, batch[reader.GetInt32(0)]));
            outcomes.Add(outcome);
            if (outcome.Refusal is not null || outcome.Repeated) continue;
            var place = (wish.ProgrammeId, reader.GetString(7));
            var before = given.GetValueOrDefault(place);
            given[place] = (before.People + 1, before.Amount + outcome.Amount);
        }

        return (outcomes, [.. given.Select(group => new BenefitsReceived(
            Guid.CreateVersion7(now), 1, group.Key.Programme, group.Key.Unit, batch[0].How, group.Value.People, group.Value.Amount, now))]);
    }

    // The same request again gets what it got: a claim remembers the key that it was made with.
    private static ClaimOutcome Outcome(NpgsqlDataReader row, Wish wish)
    {
        if (row.IsDBNull(1)) return new(row.GetGuid(2), row.GetString(4), row.GetDecimal(5), false, null);
        var no = row.GetString(1);
        if (no == "twice" && wish.Key is not null && !row.IsDBNull(3) && row.GetString(3) == wish.Key && row.GetString(4) == wish.Gift)
            return new(row.GetGuid(2), row.GetString(4), row.GetDecimal(5), true, null);
        return new(Guid.Empty, wish.Gift, 0, false, ClaimRefusals.Of(no, row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6)));
    }
}
