using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

[Collection(nameof(NotesService))]
public sealed class Row_level_security(NotesService service)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slice_without_a_filter_of_its_own_sees_only_the_callers_units()
    {
        using var here = service.Client("G/B11/");
        using var there = service.Client("G/B12/");
        (await here.PostAsJsonAsync("/notes", new { text = "ours" }, Ct)).EnsureSuccessStatusCode();
        (await there.PostAsJsonAsync("/notes", new { text = "theirs" }, Ct)).EnsureSuccessStatusCode();

        // Many requests in turn, so that pooled connections are used by both.
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(["ours"], await here.GetFromJsonAsync<string[]>("/notes", Ct) ?? []);
            Assert.Equal(["theirs"], await there.GetFromJsonAsync<string[]>("/notes", Ct) ?? []);
        }
    }

    [Fact]
    public async Task A_row_cannot_be_written_into_a_foreign_unit()
    {
        using var client = service.Client("G/B13/");
        var answer = await client.PostAsJsonAsync("/notes", new { text = "smuggled", unitPath = "G/B14/" }, Ct);
        Assert.Equal(500, (int)answer.StatusCode); // a slice that tries is a bug: the database is the second wall
        Assert.Equal(0L, await service.Owner<long>("SELECT count(*) FROM notes WHERE text = 'smuggled'"));
    }

    [Fact]
    public async Task A_similar_code_is_not_a_subtree()
    {
        using var client = service.Client("G/B15/");
        using var longer = service.Client("G/B155/");
        (await longer.PostAsJsonAsync("/notes", new { text = "longer" }, Ct)).EnsureSuccessStatusCode();
        Assert.Empty(await client.GetFromJsonAsync<string[]>("/notes", Ct) ?? []);
    }

    [Fact]
    public async Task A_pooled_connection_outside_a_unit_of_work_sees_nothing()
    {
        using var client = service.Client("G/B16/");
        (await client.PostAsJsonAsync("/notes", new { text = "seen" }, Ct)).EnsureSuccessStatusCode();
        var database = service.Services.GetRequiredService<ServiceDatabase<NotesDb>>();
        await using var command = database.App.CreateCommand("SELECT count(*) FROM notes");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
    }

    [Fact]
    public async Task The_service_runs_under_a_plain_role_that_owns_nothing()
    {
        var database = service.Services.GetRequiredService<ServiceDatabase<NotesDb>>();
        await using var who = database.App.CreateCommand(
            "SELECT current_user || ':' || rolsuper || ':' || rolbypassrls || ':' || (SELECT count(*) FROM pg_tables WHERE tableowner = current_user) FROM pg_roles WHERE rolname = current_user");
        Assert.Equal("notes_app:false:false:0", await who.ExecuteScalarAsync(Ct));
    }

    [Theory]
    [InlineData("UPDATE lines SET id = id")]
    [InlineData("DELETE FROM lines")]
    [InlineData("TRUNCATE lines")]
    [InlineData("ALTER TABLE notes DISABLE ROW LEVEL SECURITY")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("SELECT * FROM \"__EFMigrationsHistory\"")]
    public async Task What_the_role_must_not_do_is_refused(string sql)
    {
        var database = service.Services.GetRequiredService<ServiceDatabase<NotesDb>>();
        await using var command = database.App.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Background_work_sees_what_its_scope_says()
    {
        using var client = service.Client("G/B17/");
        (await client.PostAsJsonAsync("/notes", new { text = "in B17" }, Ct)).EnsureSuccessStatusCode();
        var factory = service.Services.GetRequiredService<UnitOfWorkFactory<NotesDb>>();
        await using var everything = await factory.BeginAsync(UnitScope.Everything, Ct);
        await using var elsewhere = await factory.BeginAsync(new UnitScope(["G/B18/"], null), Ct);
        Assert.True(await everything.Db.Notes.AnyAsync(note => note.Text == "in B17", Ct));
        Assert.False(await elsewhere.Db.Notes.AnyAsync(Ct));
    }
}
