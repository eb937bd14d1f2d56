using Ronghe.LedgerVerifier;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Ledger;

/// <summary>What the owner of the database can do, and that the verifier finds it. A site of its own: the others' ledger stays whole.</summary>
public sealed class Tampering(TamperedSite ledger) : IClassFixture<TamperedSite>, IAsyncDisposable
{
    // Every receipt is due.
    private static readonly ShiftedClock Later = new() { Shift = TimeSpan.FromMinutes(5) };

    private string[] Kept => ["--head", ledger.Kept];

    private string[] Receipts => [.. ledger.Receipts.SelectMany(receipt => new[] { "--receipt", receipt })];

    [Theory]
    [InlineData("UPDATE case_acts SET actor_subject = 'somebody-else' WHERE kind = 'Approve'", "changed")]
    [InlineData("UPDATE case_acts SET kind = 'Reject' WHERE case_version = 2", "changed")]
    [InlineData("UPDATE case_acts SET at = at + interval '1 microsecond' WHERE case_version = 2", "changed")]
    [InlineData("UPDATE case_acts SET post = 'UnionChair' WHERE case_version = 2", "changed")]
    [InlineData("UPDATE case_acts SET leaf_hash = decode(repeat('00', 32), 'hex')", null)]
    [InlineData("UPDATE act_inputs SET opinion = '不同意'", "opinion")]
    [InlineData("UPDATE power_cases SET title = '别的事'", "content")]
    [InlineData("UPDATE power_cases SET form = jsonb_set(form, '{amount}', '1')", "content")]
    [InlineData("UPDATE ledger_entries SET leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) WHERE index = 1", "changed")]
    [InlineData("DELETE FROM case_acts WHERE case_version = 1", "chain")]
    [InlineData("DELETE FROM case_acts WHERE case_version = (SELECT max(case_version) FROM case_acts)", "last-act")]
    [InlineData("DELETE FROM ledger_entries WHERE index = 1; UPDATE ledger_entries SET index = -index; UPDATE ledger_entries SET index = CASE WHEN index < -1 THEN -index - 1 ELSE -index END", "ledger-damaged")]
    [InlineData("UPDATE ledger_entries SET index = -2 - index WHERE index IN (0, 1); UPDATE ledger_entries SET index = CASE index WHEN -2 THEN 1 WHEN -3 THEN 0 ELSE index END", "changed")]
    [InlineData("UPDATE ledger_heads SET root = decode(repeat('ab', 32), 'hex')", "signature")]
    [InlineData("UPDATE ledger_heads SET at = at - interval '1 day'", "signature")]
    [InlineData("DELETE FROM ledger_heads WHERE size > 1; DELETE FROM ledger_entries WHERE index >= 1; DELETE FROM case_acts WHERE case_version > 1", "truncated")]
    public async Task What_the_database_owner_changes_is_found(string sql, string? code)
    {
        await ledger.Owner(sql);
        var (exit, said) = await ledger.TryPack() is { } refused ? (1, refused) : Verify(await ledger.Pack(), [.. Kept, .. Receipts]);
        // The stored leaf hash is a copy for receipts: the row itself is what is hashed.
        if (code is null) Assert.Equal((0, true), (exit, said.Contains("未发现问题", StringComparison.Ordinal)));
        else Assert.True(exit == 1 && said.Contains($"[{code}]", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task An_untouched_ledger_gives_no_finding_and_says_so_in_both_languages()
    {
        var (exit, said) = Verify(await ledger.Pack(), [.. Kept, .. Receipts]);

        Assert.True(exit == 0, said);
        Assert.Contains("未发现问题", said, StringComparison.Ordinal);
        Assert.Contains("nothing is wrong", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_witnesses_and_without_a_kept_head_the_verifier_does_not_pretend()
    {
        var (exit, said) = Verify(await ledger.Pack());

        Assert.Equal(1, exit);
        Assert.Contains("[no-quorum]", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_act_is_found_by_the_receipt_of_whoever_acted()
    {
        // The owner is thorough: the act, its place, the case's own memory of it, and the heads since.
        await ledger.Owner("""
            DELETE FROM act_inputs WHERE act_id IN (SELECT id FROM case_acts WHERE case_version = 2);
            DELETE FROM ledger_heads WHERE size > 1; DELETE FROM ledger_entries WHERE index >= 1;
            UPDATE power_cases SET version = 1, last_leaf = (SELECT leaf_hash FROM case_acts WHERE case_version = 1);
            DELETE FROM case_acts WHERE case_version > 1
            """);
        var pack = await ledger.Pack();

        Assert.Contains("[receipt-not-included]", Verify(pack, Receipts).Said, StringComparison.Ordinal);
        Assert.Contains("[truncated]", Verify(pack, Kept).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_ledger_is_not_extended_and_the_service_says_so()
    {
        await ledger.Owner("DELETE FROM ledger_heads WHERE size > 1");
        await ledger.Site.Open(ledger.Site.Subsidiary, Site.Festival());

        using var client = ledger.Site.Host.Client();
        await Eventually.True(async () => (await client.GetStringAsync(new Uri("/health", UriKind.Relative))).Contains("The ledger was changed", StringComparison.Ordinal), "damage shows in /health");
        Assert.Equal(1L, (await ledger.Get("/ledger/head")).GetProperty("head").GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Two_histories_under_one_key_are_a_fork()
    {
        // The same key and another database: what an operator who shows different logs to different people would do.
        await using var other = new TamperedSite(ledger.Servers);
        await other.InitializeAsync();
        var keys = await ledger.Save("keys.json", await ledger.Get("/ledger/keys"));

        Assert.Contains("[fork]", Run("heads", ledger.Kept, other.Kept, "--keys", keys).Said, StringComparison.Ordinal);

        await other.Site.Open(other.Site.Subsidiary, Site.Festival());
        await Eventually.True(async () => (await other.Get("/ledger/head")).GetProperty("head").GetProperty("size").GetInt64() == 3, "the other log has grown");
        var grown = await other.Save("grown.json", await other.Get("/ledger/head"));
        var proof = await other.Save("proof.json", await other.Get("/ledger/proofs/consistency?from=2&to=3"));
        Assert.Contains("[no-consistency-proof]", Run("heads", ledger.Kept, grown, "--keys", keys).Said, StringComparison.Ordinal);
        Assert.Contains("[fork]", Run("heads", ledger.Kept, grown, "--keys", keys, "--proof", proof).Said, StringComparison.Ordinal);
        Assert.Equal(0, Run("heads", other.Kept, grown, "--keys", keys, "--proof", proof).Exit);
    }

    private static (int Exit, string Said) Verify(string pack, string[]? more = null) => Run(["pack", pack, .. more ?? []]);

    private static (int Exit, string Said) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        return (Verifier.Run(arguments, output, Later), output.ToString());
    }

    public ValueTask DisposeAsync() => ledger.Restore();
}
