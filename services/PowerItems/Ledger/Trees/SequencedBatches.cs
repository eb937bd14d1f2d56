using Npgsql;
using NpgsqlTypes;
using Ronghe.PowerItems.Ledger.Keys;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>
/// Takes committed acts into the tree on the session that holds the lock. A batch is the window between the last head's horizon
/// and the oldest transaction that still runs: everything in it is committed or never will be, so that no index is left out.
/// </summary>
internal sealed class SequencedBatches(NpgsqlConnection session, LedgerLog log, TimeProvider clock)
{
    /// <summary>Acts of one batch.</summary>
    internal const int Largest = 20_000;

    private Frontier tree = new(log.Hash);
    private byte[] signed = [];
    private ulong horizon;

    /// <summary>Rebuilds the right edge of the tree and holds its root against the last head.</summary>
    internal async Task Resume(CancellationToken ct)
    {
        var (size, root, last) = await LastHead(ct);
        var levels = new List<IEnumerable<byte[]>>();
        for (var level = 0; size >> (8 * level) > 0; level++)
        {
            var (from, to) = ((size >> (8 * (level + 1))) << 8, size >> (8 * level));
            levels.Add(await Hashes(level == 0
                ? "SELECT leaf_hash FROM ledger_entries WHERE index >= $1 AND index < $2 ORDER BY index"
                : $"SELECT root FROM ledger_tiles WHERE level = {level - 1} AND number >= $1 AND number < $2 ORDER BY number", from, to, ct));
        }

        (tree, signed, horizon) = (Frontier.Resume(log.Hash, size, levels), root, last);
        if (size > 0 && !tree.Root().AsSpan().SequenceEqual(root))
            throw new InvalidDataException($"the stored leaves do not give the root that was signed at size {size}");
        if (await Value<long>("SELECT count(*) FROM ledger_entries WHERE index >= $1", size, ct) > 0)
            throw new InvalidDataException($"there are entries beyond the last head, of size {size}");
    }

    /// <summary>One batch and its head, in one transaction; the answer is how many acts it took.</summary>
    internal async Task<int> Next(CancellationToken ct)
    {
        var (size, root, _) = await LastHead(ct);
        if (size != tree.Size || !signed.AsSpan().SequenceEqual(root))
            throw new InvalidDataException($"the last head is of size {size}, while {tree.Size} acts were signed for");
        var (acts, reached) = await Window(ct);
        if (acts.Count == 0) return 0;

        var tiles = acts.SelectMany(act => tree.Append(act.LeafHash)).ToList();
        var head = SignedHead.Sign(log, tree.Size, tree.Root(), clock.GetUtcNow(), reached);
        await Store(acts, size, tiles, head, ct);
        (signed, horizon) = (head.Root, reached);
        return acts.Count;
    }

    private async Task<(List<(Guid Id, byte[] LeafHash)> Acts, ulong Horizon)> Window(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(session);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('app.units', '{\"\"}', false)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())"));
        await using var first = await batch.ExecuteReaderAsync(ct);
        await first.NextResultAsync(ct);
        await first.ReadAsync(ct);
        var reached = first.GetFieldValue<ulong>(0);
        await first.DisposeAsync();

        // A dump restored into a new server starts counting transactions anew: then every act without a place is looked for.
        var from = reached < horizon ? 0 : horizon;
        await using var window = new NpgsqlCommand(
            """
            SELECT id, leaf_hash, tx FROM case_acts
            WHERE tx >= $1 AND (tx < $2 OR $1 = '0'::xid8) AND octet_length(leaf_hash) = 32
              AND NOT EXISTS (SELECT FROM ledger_entries e WHERE e.act_id = case_acts.id)
            ORDER BY tx, id LIMIT $3
            """,
            session)
        {
            Parameters =
            {
                new() { Value = from, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = reached, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = Largest },
            },
        };
        var acts = new List<(Guid, byte[])>();
        var lastTransaction = 0UL;
        await using var rows = await window.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            acts.Add((rows.GetGuid(0), rows.GetFieldValue<byte[]>(1)));
            lastTransaction = rows.GetFieldValue<ulong>(2);
        }

        if (acts.Count < Largest) return (acts, reached);
        // A cut batch goes on in its own last transaction, some acts of which already have their place; a restored dump's goes on looking.
        return (acts, from < horizon ? horizon : Math.Min(lastTransaction, reached));
    }

    private async Task Store(List<(Guid Id, byte[] LeafHash)> acts, long first, List<FullTile> tiles, LedgerHead head, CancellationToken ct)
    {
        await using var transaction = await session.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(session, transaction);
        batch.BatchCommands.Add(new("INSERT INTO ledger_entries (index, act_id, leaf_hash) SELECT $1 + n - 1, act, hash FROM unnest($2, $3) WITH ORDINALITY AS new(act, hash, n)")
        {
            Parameters = { new() { Value = first }, new() { Value = acts.Select(act => act.Id).ToArray() }, new() { Value = acts.Select(act => act.LeafHash).ToArray() } },
        });
        foreach (var tile in tiles)
        {
            batch.BatchCommands.Add(new("INSERT INTO ledger_tiles (level, number, root, hashes) VALUES ($1, $2, $3, $4)")
            {
                Parameters = { new() { Value = tile.Level }, new() { Value = tile.Number }, new() { Value = tile.Root }, new() { Value = tile.Hashes } },
            });
        }

        batch.BatchCommands.Add(new("INSERT INTO ledger_heads (size, root, at, horizon, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6)")
        {
            Parameters =
            {
                new() { Value = head.Size }, new() { Value = head.Root }, new() { Value = head.At },
                new() { Value = head.Horizon, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = head.KeyId }, new() { Value = head.Signature },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<(long Size, byte[] Root, ulong Horizon)> LastHead(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT size, root, horizon FROM ledger_heads ORDER BY size DESC LIMIT 1", session);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<ulong>(2)) : (0, [], 0);
    }

    private async Task<List<byte[]>> Hashes(string sql, long from, long to, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session) { Parameters = { new() { Value = from }, new() { Value = to } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var hashes = new List<byte[]>();
        while (await rows.ReadAsync(ct)) hashes.Add(rows.GetFieldValue<byte[]>(0));
        return hashes;
    }

    private async Task<T> Value<T>(string sql, long parameter, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session) { Parameters = { new() { Value = parameter } } };
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }
}
