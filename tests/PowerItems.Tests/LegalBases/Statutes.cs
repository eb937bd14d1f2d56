using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.LegalBases;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.LegalBases;

[Collection(nameof(Site))]
public sealed partial class Statutes(Site site) : IDisposable
{
    private const string Law = "森林草原防灭火条例";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("laws-");

    [Fact]
    public async Task All_statutes_of_the_reference_data_are_read_and_every_basis_resolves_or_is_listed()
    {
        Assert.SkipWhen(ReferenceData() is null, "The reference data is not on this machine.");
        var paths = Directory.GetFiles(ReferenceData()!, "*.md");
        Assert.Equal(46, paths.Length);
        var files = paths.Select(StatuteFile.Read).ToList();
        foreach (var (path, file) in paths.Zip(files))
        {
            // Counted another way: lines that begin with 第…条 and a space.
            Assert.Equal(File.ReadLines(path).Count(line => ArticleLine().IsMatch(line)), file.Articles.Count);
            Assert.All(file.Articles, article => Assert.NotEmpty(article.Text));
            Assert.True(file.InForceFrom >= file.Version);
        }

        await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);
        var report = await new LawImport(work.Db, TimeProvider.System).Run(paths, CancellationToken.None); // never committed

        Assert.Empty(report.Faults);
        Assert.Equal(46, report.Imported.Count);
        var laws = files.ToDictionary(file => file.Name);
        var listed = report.Unresolved.Select(one => (one.ItemCode, one.Law, one.Version, one.Article)).ToList();
        var resolved = 0;
        foreach (var (code, basis) in Seeds.Catalogue.Items.SelectMany(one => one.Item.Basis.Select(basis => (one.Item.Code, basis))).Where(one => laws.ContainsKey(one.basis.Law)))
        {
            var file = laws[basis.Law];
            var right = basis.Version is null || basis.Version == file.Version.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            foreach (var number in right && basis.Articles.Count > 0 ? basis.Articles : [null!])
            {
                if (file.Articles.Any(article => article.Number == number)) resolved++;
                else Assert.Contains((code, basis.Law, basis.Version, number), listed);
            }
        }

        Assert.True(resolved > 100, $"{resolved} bases resolve.");
    }

    [Fact]
    public async Task A_new_version_lists_the_items_and_flags_the_running_cases_on_changed_articles()
    {
        var item = Seeds.Catalogue.Items.First(one => one.Item.Code == "FSF-17").Item;
        var running = await site.Open(site.Staff(Seeds.Bureau), Site.Opening(item, null, "B01"));
        Write("2026-01-01", "第一条 为了防火。", "第二条 各单位负责。\n\n应当值守。");
        Assert.Equal(0, await Command());
        Write("2027-06-01", "第一条 为了防火。", "第二条 各单位负责。\n\n应当昼夜值守。", "第二条之一 雷击火另行规定。");
        Assert.Equal(0, await Command());

        var changes = await Site.Json(await site.Staff(Seeds.Group).GetAsync($"{Site.Api}/laws/{Law}/changes?from=2026-01-01&to=2027-06-01"), 200);
        Assert.Equal([("2", "Changed"), ("2-1", "Added")], changes.GetProperty("articles").EnumerateArray().Select(one => (one.Text("number"), one.Text("change"))));
        Assert.Equal(["FSF-01", "FSF-02", "FSF-03", "FSF-04", "FSF-05", "FSF-07", "FSF-16", "FSF-17"], changes.GetProperty("items").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains(running.Id("caseId"), changes.GetProperty("cases").EnumerateArray().Select(one => one.GetGuid()));

        var flags = await Site.Json(await site.Staff(Seeds.Bureau).GetAsync($"{Site.Api}/cases/{running.Id("caseId")}/flags"), 200);
        Assert.Equal("2027-06-01", Assert.Single(flags.GetProperty("flags").EnumerateArray()).Text("toVersion"));
        var article = await Site.Json(await site.Subsidiary.GetAsync($"{Site.Api}/laws/{Law}/articles/2?version=2026-01-01"), 200);
        Assert.Equal(("第一章 总则", "各单位负责。\n应当值守。", "2027-06-01"), (article.Text("chapter"), article.Text("text"), article.Text("inForceTo")));
        var unresolved = await Site.Json(await site.Subsidiary.GetAsync($"{Site.Api}/laws/unresolved"), 200);
        Assert.Contains(unresolved.GetProperty("bases").EnumerateArray(), basis => basis.Text("itemCode") == "FSF-17" && basis.Text("reason") == "NoArticleNamed");
    }

    [Fact]
    public async Task One_broken_file_and_nothing_is_imported()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "甲法(2020-01-01).md"), "# 甲法\n\n第一条 好的。\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "乙法.md"), "# 乙法\n\n第一条 好的。\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "丙法(2020-01-01).md"), "# 丙法\n\n没有条文。\n");

        Assert.Equal(1, await Command());

        var laws = await Site.Json(await site.Subsidiary.GetAsync($"{Site.Api}/laws"), 200);
        Assert.DoesNotContain(laws.GetProperty("laws").EnumerateArray(), law => law.Text("name") == "甲法");
    }

    // The service's own command, as a process of its own on the site's database.
    private async Task<int> Command()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "artifacts", "bin", "PowerItems", configuration, "PowerItems.dll"), "import-laws", folder.FullName])
        {
            Environment = { ["ConnectionStrings__poweritemsdb"] = site.Host.Database },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Write(string version, params string[] articles) => File.WriteAllText(
        Path.Combine(folder.FullName, $"{Law}({version}).md"), $"# {Law}\n\n{version[..4]}年1月1日 公布\n\n## 第一章 总则\n\n{string.Join("\n\n", articles)}\n");

    private static string? ReferenceData()
    {
        for (var up = new DirectoryInfo(Checkout.Root); up is not null; up = up.Parent)
        {
            if (Path.Combine(up.FullName, "shared", "data", "laws") is var found && Directory.Exists(found)) return found;
        }

        return null;
    }

    [GeneratedRegex("^[\u200B\u3000 ]*第[零〇一二三四五六七八九十百]+条(之[一二三四五六七八九十]+)?[\u3000 ]")]
    private static partial Regex ArticleLine();

    public void Dispose() => folder.Delete(recursive: true);
}
