using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Ledger;

/// <summary>A movement to be posted: <paramref name="Amount"/> goes from one account to the other.</summary>
internal sealed record Movement(string Kind, string CauseKind, Guid CauseId, LedgerAccount From, LedgerAccount To, decimal Amount);

/// <summary>
/// The one way to write the ledger. Looks before it writes, with the accounts locked, so that too little money is a refusal; the
/// constraints of the database hold all the same should this code be wrong.
/// </summary>
internal static class Book
{
    private const string OpenSql = """
        INSERT INTO ledger_accounts (id, unit_path, year, line, kind, programme_id, balance)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::uuid[]) AS a(id, unit_path, year, line, kind, programme_id), (VALUES (0.00)) AS zero
        ON CONFLICT (id) DO NOTHING
        """;

    private const string EntriesSql = """
        INSERT INTO ledger_entries (id, unit_path, kind, cause_kind, cause_id, posted_by, at)
        SELECT e.id, e.unit_path, e.kind, e.cause_kind, e.cause_id, $6, $7
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[]) AS e(id, unit_path, kind, cause_kind, cause_id)
        """;

    private const string PostingsSql = """
        INSERT INTO ledger_postings (entry_id, account_id, unit_path, amount)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[])
        """;

    /// <summary>Posts all movements or none. Null when posted; a refusal when an account holds too little.</summary>
    internal static async Task<Refusal?> Post(WelfareDb db, IReadOnlyList<Movement> movements, string by, DateTimeOffset now, CancellationToken ct)
    {
        if (movements.Count == 0) return null;
        var accounts = movements.SelectMany(movement => new[] { movement.From, movement.To }).DistinctBy(account => account.Id).ToList();
        var balances = await OpenAndLock(db, accounts, ct);
        foreach (var movement in movements)
        {
            balances[movement.From.Id] -= movement.Amount;
            balances[movement.To.Id] += movement.Amount;
        }

        if (accounts.FirstOrDefault(account => account.Kind != AccountKinds.Funding && balances[account.Id] < 0) is { } short_)
            return LedgerRefusals.Short(short_, -balances[short_.Id]);

        await Write(db, movements, by, now, ct);
        return null;
    }

    /// <summary>Posts the exact counter-entry of an entry; a refusal when it was reversed before or the money has moved on.</summary>
    internal static async Task<Refusal?> Reverse(WelfareDb db, Guid entryId, string causeKind, Guid causeId, string by, DateTimeOffset now, CancellationToken ct)
    {
        var postings = await db.LedgerPostings.AsNoTracking().Where(posting => posting.EntryId == entryId).ToListAsync(ct);
        var ids = postings.Select(posting => posting.AccountId).ToArray();
        var balances = await Lock(db, ids, ct);
        if (await db.LedgerEntries.AnyAsync(entry => entry.Reverses == entryId || (entry.Id == entryId && entry.Reverses != null), ct))
            return LedgerRefusals.ReversedBefore;
        var accounts = await db.LedgerAccounts.AsNoTracking().Where(account => ids.Contains(account.Id)).ToListAsync(ct);
        if (accounts.FirstOrDefault(account => account.Kind != AccountKinds.Funding
            && balances[account.Id] - postings.Single(posting => posting.AccountId == account.Id).Amount < 0) is { } gone)
            return LedgerRefusals.MovedOn(gone);

        var reversal = Guid.CreateVersion7(now);
        db.LedgerEntries.Add(new LedgerEntry
        {
            Id = reversal, UnitPath = postings[0].UnitPath, Kind = EntryKinds.Reverse, CauseKind = causeKind, CauseId = causeId, Reverses = entryId, PostedBy = by, At = now,
        });
        await db.SaveChangesAsync(ct);
        await using var batch = Batch(db);
        batch.BatchCommands.Add(Command(PostingsSql, Enumerable.Repeat(reversal, postings.Count).ToArray(), ids,
            postings.Select(posting => posting.UnitPath).ToArray(), postings.Select(posting => -posting.Amount).ToArray()));
        await batch.ExecuteNonQueryAsync(ct);
        return null;
    }

    /// <summary>Locks accounts in one order for the rest of the transaction and tells their balances; unknown ones are left out.</summary>
    internal static async Task<Dictionary<Guid, decimal>> Lock(WelfareDb db, Guid[] accounts, CancellationToken ct)
    {
        await using var batch = Batch(db);
        batch.BatchCommands.Add(Command("SELECT id, balance FROM ledger_lock($1)", accounts));
        return await Balances(batch, ct);
    }

    internal static NpgsqlBatch Batch(WelfareDb db) =>
        new((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());

    internal static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Makes sure that the accounts are there, with whatever they hold.</summary>
    internal static Task Open(WelfareDb db, IReadOnlyList<LedgerAccount> accounts, CancellationToken ct) => OpenAndLock(db, accounts, ct);

    private static async Task<Dictionary<Guid, decimal>> OpenAndLock(WelfareDb db, IReadOnlyList<LedgerAccount> accounts, CancellationToken ct)
    {
        await using var batch = Batch(db);
        var open = new NpgsqlBatchCommand(OpenSql);
        open.Parameters.Add(new() { Value = accounts.Select(account => account.Id).ToArray() });
        open.Parameters.Add(new() { Value = accounts.Select(account => account.UnitPath).ToArray() });
        open.Parameters.Add(new() { Value = accounts.Select(account => account.Year).ToArray() });
        open.Parameters.Add(new() { Value = accounts.Select(account => account.Line).ToArray() });
        open.Parameters.Add(new() { Value = accounts.Select(account => account.Kind).ToArray() });
        open.Parameters.Add(new() { Value = accounts.Select(account => account.ProgrammeId).ToArray() });
        batch.BatchCommands.Add(open);
        batch.BatchCommands.Add(Command("SELECT id, balance FROM ledger_lock($1)", accounts.Select(account => account.Id).ToArray()));
        return await Balances(batch, ct);
    }

    private static async Task<Dictionary<Guid, decimal>> Balances(NpgsqlBatch batch, CancellationToken ct)
    {
        var balances = new Dictionary<Guid, decimal>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await reader.ReadAsync(ct)) balances[reader.GetGuid(0)] = reader.GetDecimal(1);
        }
        while (await reader.NextResultAsync(ct));

        return balances;
    }

    private static async Task Write(WelfareDb db, IReadOnlyList<Movement> movements, string by, DateTimeOffset now, CancellationToken ct)
    {
        var ids = movements.Select(_ => Guid.CreateVersion7(now)).ToArray();
        await using var batch = Batch(db);
        batch.BatchCommands.Add(Command(EntriesSql, ids, movements.Select(movement => movement.From.UnitPath).ToArray(),
            movements.Select(movement => movement.Kind).ToArray(), movements.Select(movement => movement.CauseKind).ToArray(),
            movements.Select(movement => movement.CauseId).ToArray(), by, now));
        batch.BatchCommands.Add(Command(PostingsSql,
            ids.Concat(ids).ToArray(),
            movements.Select(movement => movement.From.Id).Concat(movements.Select(movement => movement.To.Id)).ToArray(),
            movements.Select(movement => movement.From.UnitPath).Concat(movements.Select(movement => movement.To.UnitPath)).ToArray(),
            movements.Select(movement => -movement.Amount).Concat(movements.Select(movement => movement.Amount)).ToArray()));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
