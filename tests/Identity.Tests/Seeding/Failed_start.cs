using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Seeding;

/// <summary>Identity as a process whose database is there and whose seeds cannot be laid.</summary>
public sealed class Failed_start(IdentityService identity)
{
    [Theory]
    [InlineData("900", "Seed__People:0: (setting): 900 people are too few: the posts need ", "Set Seed__People to ")]
    [InlineData("many", "Failed to convert configuration value", "Seed:People")]
    public async Task Ends_the_process_with_an_exit_code_and_one_line(string people, string start, string further)
    {
        var (exitCode, error) = await ServiceProcess.RunToEnd("Identity", new Dictionary<string, string>
        {
            ["Seed__Folder"] = Path.Combine(Checkout.Root, "seeds"),
            ["Seed__People"] = people,
            ["Seed__DemoPassword"] = IdentityService.Password,
            ["ConnectionStrings__identitydb"] = await identity.Servers.CreateDatabase("failing"),
        });

        Assert.Equal(1, exitCode);
        var said = Assert.Single(error);
        Assert.StartsWith(start, said, StringComparison.Ordinal);
        Assert.Contains(further, said, StringComparison.Ordinal);
    }
}
