using System.Reflection;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Seeding;

/// <summary>The demo group as its four files describe it, checked.</summary>
internal sealed record GroupSeed(string Folder, PostSeed[] Posts, UnitsSeed Units, PeopleSeed People, AccountSeed[] Accounts)
{
    private static readonly HashSet<string> Roles =
        [.. typeof(RoleNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    internal string AccountsFile => Path.Combine(Folder, "accounts.json");

    internal static GroupSeed Read(string folder)
    {
        var seed = new GroupSeed(
            folder,
            SeedFile.Read<PostSeed[]>(Path.Combine(folder, "posts.json")),
            SeedFile.Read<UnitsSeed>(Path.Combine(folder, "units.json")),
            SeedFile.Read<PeopleSeed>(Path.Combine(folder, "people.json")),
            SeedFile.Read<AccountSeed[]>(Path.Combine(folder, "accounts.json")));
        seed.CheckPosts(Path.Combine(folder, "posts.json"));
        seed.CheckUnits(Path.Combine(folder, "units.json"));
        seed.CheckPeople(Path.Combine(folder, "people.json"));
        seed.CheckAccounts();
        return seed;
    }

    private void CheckPosts(string file)
    {
        var codes = Posts.Select(post => post.Code).ToHashSet();
        for (var i = 0; i < Posts.Length; i++)
        {
            var post = Posts[i];
            Check(file, $"[{i}].code", Array.FindIndex(Posts, other => other.Code == post.Code) == i, $"post {post.Code} is listed twice");
            Each(file, $"[{i}].levels", post.Levels, UnitKinds.Levels.Contains, "is no level");
            Each(file, $"[{i}].roles", post.Roles, Roles.Contains, "is no role");
            Each(file, $"[{i}].excludes", post.Excludes, code => codes.Contains(code) && code != post.Code, "is no other post");
            foreach (var (level, count) in post.Holders)
            {
                Check(file, $"[{i}].holders.{level}", post.Levels.Contains(level) && count > 0, "needs a level of the post and at least one holder");
            }
        }
    }

    private void CheckUnits(string file)
    {
        var known = new HashSet<string> { Units.Group.Code };
        for (var b = 0; b < Units.Bureaus.Length; b++)
        {
            var bureau = Units.Bureaus[b];
            Check(file, $"bureaus[{b}].code", known.Add(bureau.Code), $"unit {bureau.Code} is listed twice");
            Check(file, $"bureaus[{b}].kind", UnitKinds.LevelOf(bureau.Kind) == "Bureau", $"'{bureau.Kind}' is no kind of bureau");
            for (var f = 0; f < bureau.Farms.Length; f++)
            {
                var farm = bureau.Farms[f];
                Check(file, $"bureaus[{b}].farms[{f}].code", farm.Code.StartsWith('F') && known.Add(farm.Code), $"'{farm.Code}' must start with F and be listed once");
                Check(file, $"bureaus[{b}].farms[{f}].kind", Units.Teams.ContainsKey(farm.Kind), $"'{farm.Kind}' has no teams");
            }
        }
    }

    private void CheckPeople(string file)
    {
        Check(file, "surnames", People.Surnames.Length > 0 && People.Surnames.All(surname => surname.Weight > 0), "needs names with a weight above zero");
        Check(file, "given", People.Given.Length > 0, "needs names");
        Check(file, "joinedTo", People.JoinedTo > People.JoinedFrom, "must lie after joinedFrom");
        Check(file, "partyShare", UnitKinds.Levels.All(People.PartyShare.ContainsKey), "needs every level");
    }

    private void CheckAccounts()
    {
        for (var i = 0; i < Accounts.Length; i++)
        {
            var account = Accounts[i];
            Check(AccountsFile, $"[{i}].userName", !account.UserName.Any(char.IsUpper)
                && Array.FindIndex(Accounts, other => other.UserName == account.UserName) == i, "must be in lower case and listed once");
            Check(AccountsFile, $"[{i}].post", account.Post is null || Posts.Any(post => post.Code == account.Post), $"'{account.Post}' is no post");
            for (var g = 0; g < account.Grants.Length; g++)
            {
                Check(AccountsFile, $"[{i}].grants[{g}].role", Roles.Contains(account.Grants[g].Role), $"'{account.Grants[g].Role}' is no role");
            }
        }
    }

    private static void Each(string file, string field, string[] values, Func<string, bool> right, string what)
    {
        for (var i = 0; i < values.Length; i++) Check(file, $"{field}[{i}]", right(values[i]), $"'{values[i]}' {what}");
    }

    private static void Check(string file, string field, bool right, string what)
    {
        if (!right) throw SeedFile.Wrong(file, field, what);
    }
}
