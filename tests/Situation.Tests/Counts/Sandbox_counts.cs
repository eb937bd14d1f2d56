using Ronghe.Testing;
using static Ronghe.Situation.Tests.SituationReader;

namespace Ronghe.Situation.Tests.Counts;

[Collection(nameof(SituationSite))]
public sealed class Sandbox_counts(SituationSite site)
{
    [Fact]
    public async Task What_is_tried_out_reaches_no_real_count()
    {
        var before = await site.Line("G/");
        await site.Wire.Tell(Opened("SBX/SBXB02/"));
        await site.Wire.Tell(Opened("SBX/SBXB02/"));
        await Eventually.Holds(async () => Assert.Equal(2L, await site.Ask<long>("SELECT sum(value)::bigint FROM counts WHERE unit_path = 'SBX/SBXB02/' AND figure = 'cases.opened'")));
        Assert.Equal(before, await site.Line("G/"));
    }
}
