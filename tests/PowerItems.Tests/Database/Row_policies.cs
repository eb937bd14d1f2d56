using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Tests.Database;

/// <summary>What PostgreSQL itself lets the service see: every query here is without the code's own filter.</summary>
[Collection(nameof(Site))]
public sealed class Row_policies(Site site)
{
    [Fact]
    public async Task Without_the_codes_filter_no_foreign_row_is_seen_on_a_reused_connection_either()
    {
        var caseId = (await site.Open(site.Subsidiary, Site.Festival())).Id("caseId");

        HashSet<int> ownConnections = [], otherConnections = [];
        // As many rounds as it takes until a connection was used by two scopes.
        for (var round = 0; round < 100 && (round < 10 || !ownConnections.Overlaps(otherConnections)); round++)
        {
            var own = await See(caseId, new UnitScope([Seeds.Bureau], "somebody"));
            var foreign = await See(caseId, new UnitScope(["G/B02/"], "somebody"));
            var initiator = await See(caseId, new UnitScope(["G/B02/"], "subsidiary-b01"));
            var nobody = await See(caseId, UnitScope.Nothing);

            Assert.Equal((1, 1), (own.Cases, own.Acts));
            Assert.Equal((0, 0), (foreign.Cases, foreign.Acts));
            Assert.Equal((1, 1), (initiator.Cases, initiator.Acts));
            Assert.Equal((0, 0), (nobody.Cases, nobody.Acts));
            ownConnections.Add(own.Backend);
            otherConnections.UnionWith([foreign.Backend, nobody.Backend]);
            // The pool hands its connections out in turn: without an extra turn now and then each scope would keep its own.
            if (round % 2 == 1) otherConnections.Add((await See(caseId, UnitScope.Nothing)).Backend);
        }

        Assert.True(ownConnections.Overlaps(otherConnections), "No connection was used by two scopes.");
    }

    [Fact]
    public async Task A_participant_opens_no_case_outside_the_own_units()
    {
        var caseId = (await site.Open(site.Subsidiary, Site.Festival())).Id("caseId");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Run(new UnitScope(["G/B02/"], "subsidiary-b01"), $"""
            INSERT INTO power_cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', '{Guid.CreateVersion7()}'))).* FROM power_cases c WHERE id = '{caseId}'
            """));

        Assert.Equal("42501", refused.SqlState);
    }

    [Theory]
    [InlineData("UPDATE case_acts SET opinion = 'changed'")]
    [InlineData("DELETE FROM case_acts")]
    [InlineData("TRUNCATE case_acts")]
    public async Task Acts_are_written_once(string sql)
    {
        await site.Open(site.Subsidiary, Site.Festival());

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => Run(UnitScope.Everything, sql))).SqlState);
    }

    private UnitOfWorkFactory<PowerItemsDb> Factory => site.Host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>();

    private async Task<(int Cases, int Acts, int Backend)> See(Guid caseId, UnitScope scope)
    {
        await using var work = await Factory.BeginAsync(scope, CancellationToken.None);
        return (
            await work.Db.Cases.CountAsync(one => one.Id == caseId),
            await work.Db.Acts.CountAsync(act => act.CaseId == caseId),
            await work.Db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync());
    }

    private async Task Run(UnitScope scope, string sql)
    {
        await using var work = await Factory.BeginAsync(scope, CancellationToken.None);
        await work.Db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }
}
