using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Tests.Cases;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Tests.Sites;

/// <summary>Holds a stored case against its stored acts.</summary>
internal static class Replays
{
    internal static async Task Check(Site site, Guid caseId)
    {
        await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);
        var stored = await work.Db.Cases.AsNoTracking().FirstAsync(one => one.Id == caseId);
        var acts = await work.Db.Acts.AsNoTracking().Where(act => act.CaseId == caseId).OrderBy(act => act.CaseVersion).ToListAsync();
        var item = await work.Db.Items.AsNoTracking().FirstAsync(one => one.Code == stored.ItemCode && one.Number == stored.ItemVersion);

        var replayed = PowerCase.Replay(
            new CaseOpening(item.Definition, item.Number, item.Domain, stored.UnitPath, stored.Title, new Dictionary<string, System.Text.Json.JsonElement>(), [], null,
                stored.About, stored.Initiator, stored.OpenedAt, stored.TraceParent), stored.Id, acts);

        Assert.Equal(Snapshots.Of(stored), Snapshots.Of(replayed));
    }
}
