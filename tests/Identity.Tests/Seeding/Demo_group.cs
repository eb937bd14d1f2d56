using Ronghe.Identity.Seeding;
using Ronghe.ServiceDefaults.Seeds;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Seeding;

public sealed class Demo_group(IdentityService identity)
{
    private static readonly string Seeds = Path.Combine(Checkout.Root, "seeds");

    [Fact]
    public async Task It_has_twelve_bureaus_sixty_farms_and_twelve_hundred_people()
    {
        Assert.Equal(1L, await identity.Ask<long>("SELECT count(*) FROM units WHERE kind = 'Group'"));
        Assert.Equal(11L, await identity.Ask<long>("SELECT count(*) FROM units WHERE kind = 'Bureau'"));
        Assert.Equal(1L, await identity.Ask<long>("SELECT count(*) FROM units WHERE kind = 'ReserveBureau'"));
        Assert.Equal(60L, await identity.Ask<long>("SELECT count(*) FROM units WHERE kind IN ('ForestFarm', 'PatrolStation')"));
        Assert.Equal(240L, await identity.Ask<long>("SELECT count(*) FROM units WHERE kind = 'Team'"));
        Assert.Equal(1200, Make(1200).People.Count);
    }

    [Fact]
    public void The_same_seed_makes_the_same_people()
    {
        var (first, second) = (Make(1200), Make(1200));
        Assert.Equal(first.People.Select(Text), second.People.Select(Text));
        Assert.Equal(first.Appointments.Select(held => (held.PersonId, held.PostCode)), second.Appointments.Select(held => (held.PersonId, held.PostCode)));

        static string Text(Identity.People.Person person) => $"{person.Id} {person.Name} {person.UnitPath} {person.JoinedOn} {person.BirthMonth}-{person.BirthDay}";
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(20_000)]
    public void Every_post_is_held_at_every_unit_of_its_level_and_nobody_holds_two_that_exclude_each_other(int people)
    {
        var seed = GroupSeed.Read(Seeds);
        var units = UnitTree.Units(seed.Units);
        var held = Make(people).Appointments.ToLookup(held => (held.UnitId, held.PostCode));
        foreach (var unit in units)
        {
            foreach (var post in seed.Posts.Where(post => post.Holders.ContainsKey(Identity.Units.UnitKinds.LevelOf(unit.Kind))))
            {
                Assert.Equal(post.Holders[Identity.Units.UnitKinds.LevelOf(unit.Kind)], held[(unit.Id, post.Code)].Count());
            }
        }

        var excludes = seed.Posts.ToDictionary(post => post.Code, post => post.Excludes);
        foreach (var posts in held.SelectMany(same => same).GroupBy(one => one.PersonId, one => one.PostCode))
        {
            Assert.DoesNotContain(posts, post => excludes[post].Any(posts.Contains));
        }
    }

    [Theory]
    [InlineData("posts.json", "\"code\": \"UnionChair\"", "\"cod\": \"UnionChair\"", "unknown field 'cod'")]
    [InlineData("posts.json", "[\"UnionWorker\", \"Manager\"]", "[\"UnionWorker\", \"Monarch\"]", ".roles[1]: 'Monarch' is no role")]
    [InlineData("units.json", "\"kind\": \"ReserveBureau\"", "\"kind\": \"Palace\"", "bureaus[11].kind: 'Palace' is no kind of bureau")]
    [InlineData("accounts.json", "\"userName\": \"staff\"", "\"userName\": 7", "[0].userName: has a value of the wrong kind")]
    public void A_broken_file_is_named_with_line_and_field(string file, string right, string wrong, string expected)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("ronghe-seeds-").FullName;
        foreach (var name in new[] { "posts.json", "units.json", "people.json", "accounts.json" }) File.Copy(Path.Combine(Seeds, name), Path.Combine(folder, name));
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} no longer holds {right}");
        File.WriteAllText(path, text[..at] + wrong + text[(at + right.Length)..]);

        var broken = Assert.Throws<SeedException>(() => GroupSeed.Read(folder));
        Assert.StartsWith($"{path}:{text[..at].Count(c => c == '\n') + 1}: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains(expected, broken.Message, StringComparison.Ordinal);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Too_few_people_for_the_posts_are_refused_and_the_fields_to_change_are_named()
    {
        var message = Assert.Throws<SeedException>(() => Make(600)).Message;
        Assert.StartsWith("Seed__People:0: (setting): 600 people are too few", message, StringComparison.Ordinal);
        foreach (var field in new[] { "Set Seed__People to", "'holders' in posts.json", "units.json", "Bureau " }) Assert.Contains(field, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_number_leaves_a_margin_over_the_posts()
    {
        const int Margin = 24;
        var seed = GroupSeed.Read(Seeds);
        var units = UnitTree.Units(seed.Units);
        try
        {
            new Workforce(seed).Sizes(units, 1200 - Margin);
        }
        catch (SeedException scarce)
        {
            Assert.Fail($"Fewer than {Margin} of the 1,200 people are without a post. Lower 'holders' in seeds/posts.json, or raise the default of "
                + $"Seed__People (Identity's DirectorySeeding, AppHost.cs, README). {scarce.Message}");
        }
    }

    private static Population Make(int people)
    {
        var seed = GroupSeed.Read(Seeds);
        var units = UnitTree.Units(seed.Units);
        return Population.Make(seed, units, UnitTree.Branches(units), people, "hash");
    }
}
