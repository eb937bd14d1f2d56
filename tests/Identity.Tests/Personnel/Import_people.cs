using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MiniExcelLibs;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Tests.Administrators;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.Administrators.AdministrationSite;

namespace Ronghe.Identity.Tests.Personnel;

[Collection(nameof(AdministrationSite))]
public sealed class Import_people(AdministrationSite site)
{
    private const string Header = "工号,姓名,单位编码,入职日期,党员,党支部编码,工会会员,生日,岗位,状态\n";
    private static int made;

    [Fact]
    public async Task A_diff_first_then_exactly_that()
    {
        var (mover, leaver, same) = (await site.Personnel.Join("F0102"), await site.Personnel.Join("F0102"), await site.Personnel.Join("F0102"));
        using var session = await site.Personnel.SignedIn(leaver.UserName, Joiner.Password);
        var joiner = NewNumber();
        var import = await Send(Header
            + $"{joiner},林小树,F0102,2026-07-01,是,PF0102,是,05-06,FarmManager@F0102,\n"
            + $"{Upper(mover)},云小松,F0201,2026-07-01,否,,是,05-06,,在职\n"
            + $"{Upper(leaver)},云小松,F0102,2026/7/1,,,,,,离职\n"
            + $"{Upper(same)},云小松,F0102,2026年7月1日,,,,,,\n");
        Assert.Equal("Ready 4: 1 joins 1 moves 0 changes 1 leaves 1 same 0 bad", Line(import));
        Assert.Equal("G/B01/F0102/", await PathOf(mover.Id));
        var move = (await Rows(import, "Move")).Single();
        Assert.Equal("""[{"column":"unitCode","from":"F0102","to":"F0201"}]""", move["notes"]!.ToJsonString());

        var applied = await Apply(import);
        Assert.Equal("Applied", (string?)applied["state"]);
        Assert.Equal("G/B02/F0201/", await PathOf(mover.Id));
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT count(*) FROM accounts WHERE person_id = '{leaver.Id}'"));
        await Eventually.True(async () => (await session.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "the leaver is out", TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => Task.FromResult(Assert.Single(site.Personnel.Wire.Heard<PersonLeft>(), left => left.PersonId == leaver.Id)));
        var told = site.Personnel.Wire.Heard<PersonJoined>().Single(each => each.Facts.Posts.Contains(new PostHolding("FarmManager", "G/B01/F0102/")) && each.Facts.PartyMember);
        Assert.Equal((5, 6), (told.Facts.BirthMonth, told.Facts.BirthDay));

        // The first password is handed over once, works once, and must be changed.
        using var fetched = await Post(site.System, $"/imports/{Id(import)}/activation-codes");
        var code = (await fetched.Content.ReadAsStringAsync()).Split("\r\n").Single(line => line.StartsWith(joiner, StringComparison.Ordinal)).Split(',')[2];
        Assert.Equal(HttpStatusCode.NotFound, (await Post(site.System, $"/imports/{Id(import)}/activation-codes")).StatusCode);
        using var browser = new Browser(site.Address);
        using var signedIn = await browser.Submit("/account/sign-in", joiner, code.ToLowerInvariant().Replace('-', ' '));
        Assert.StartsWith("/account/new-password", signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_cell_is_named_by_line_and_column_and_none_is_imported_unless_the_good_ones_are_asked_for()
    {
        var (good, twice) = (NewNumber(), NewNumber());
        var import = await Send(Header
            + $"{good},林小树,F0102,2026-07-01,,,,,,\n"
            + "bad number!,=cmd|'/c calc'!A1,F9999,yesterday,maybe,PX,perhaps,13-40,FarmManager,away\n"
            + $"{twice},张三,F0102,2026-07-01,,,,,SystemAdministrator@F0102,\n"
            + $"{twice},李四,F0102,2026-07-01,,,,,,\n"
            + $"{NewNumber()},\"\",F0102,2026-07-01,,,,,NoSuchPost@F0102;TeamLeader@F0102,\n");
        Assert.Equal("Ready 5: 1 joins 0 moves 0 changes 0 leaves 0 same 4 bad", Line(import));
        var bad = (await Rows(import, "Bad")).ToDictionary(row => (int)row["line"]!, row => row["notes"]!.AsArray().Select(note => (string)note!["column"]!).Distinct().Order().ToList());
        Assert.Equal([3, 4, 5, 6], bad.Keys.Order());
        Assert.Equal(["birthday", "branchCode", "joinedOn", "name", "number", "partyMember", "posts", "status", "unionMember"], bad[3]);
        Assert.Equal(["posts", "number", "name"], new[] { bad[4], bad[5], bad[6] }.Select(columns => columns.Single()));

        using var refused = await Post(site.System, $"/imports/{Id(import)}/apply", new { planHash = (string?)import["planHash"] });
        await Refused(refused, HttpStatusCode.Conflict, "import-has-bad-rows");
        Assert.Equal(0L, await Count(good));
        var applied = await Apply(import, goodOnly: true);
        Assert.Equal(("Applied", 1L, 0L), ((string?)applied["state"], await Count(good), await Count(twice)));
    }

    [Fact]
    public async Task What_changed_since_the_diff_stops_it_whole()
    {
        var (person, joiner) = (await site.Personnel.Join("F0102"), NewNumber());
        var import = await Send(Header + $"{joiner},林小树,F0102,2026-07-01,,,,,,\n{Upper(person)},云小松,F0103,2026-07-01,,,,,,\n");
        using var other = await Post(site.System, $"/imports/{Id(import)}/apply", new { planHash = new string('0', 64) });
        await Refused(other, HttpStatusCode.Conflict, "import-plan-differs");

        using (await PersonnelSite.Move(site.System, person.Id, new { version = 1, unitCode = "F0104" })) { }
        var failed = await Apply(import);
        Assert.Equal(("Failed", "directory-changed"), ((string?)failed["state"], (string?)failed["failure"]));
        Assert.Equal((0L, "G/B01/F0104/"), (await Count(joiner), await PathOf(person.Id)));
    }

    [Fact]
    public async Task Two_imports_of_the_same_people_at_once_take_effect_once()
    {
        var numbers = Enumerable.Range(0, 20).Select(_ => NewNumber()).ToList();
        var file = Header + string.Concat(numbers.Select(number => $"{number},林小树,F0102,2026-07-01,,,,,,\n"));
        var imports = await Task.WhenAll(Send(file), Send(file));
        var done = await Task.WhenAll(imports.Select(import => Apply(import)));
        Assert.Equal(["Applied", "Failed"], done.Select(import => (string?)import["state"]).Order());
        foreach (var number in numbers) Assert.Equal(1L, await Count(number));
        using var again = await Post(site.System, $"/imports/{Id(imports[0])}/apply", new { planHash = (string?)imports[0]["planHash"] });
        await Refused(again, HttpStatusCode.Conflict, "import-not-ready");
    }

    [Fact]
    public async Task A_workbook_reads_like_a_table()
    {
        var number = NewNumber();
        using var stream = new MemoryStream();
        await stream.SaveAsAsync(new[] { new Dictionary<string, object> { ["工号"] = number, ["姓名"] = "林小树", ["单位编码"] = "F0102", ["入职日期"] = new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Unspecified), ["党员"] = "否" } });
        var import = await Send(stream.ToArray());
        Assert.Equal("Ready 1: 1 joins 0 moves 0 changes 0 leaves 0 same 0 bad", Line(import));
        Assert.Equal("Applied", (string?)(await Apply(import))["state"]);
        Assert.Equal(new DateOnly(2026, 7, 1), await site.Personnel.Ask<DateOnly>($"SELECT joined_on FROM people WHERE number = '{number}'"));
    }

    [Theory]
    [InlineData("工号,姓名,单位编码\n1,2,3\n", "import-column-missing")]
    [InlineData("工号,姓名,单位编码,入职日期,薪级\n1,2,3,4,5\n", "import-column-unknown")]
    [InlineData("工号,工号,姓名,单位编码,入职日期\n1,1,2,3,4\n", "import-column-twice")]
    [InlineData("工号,姓名,单位编码,入职日期\n", "import-empty")]
    [InlineData("\u0000\u0001\u0002", "import-file-unreadable")]
    [InlineData("PK\u0003\u0004 no zip", "import-file-unreadable")]
    public async Task A_file_that_cannot_be_read_says_why(string content, string failure)
    {
        var import = await Send(Encoding.UTF8.GetBytes(content));
        Assert.Equal(("Failed", failure), ((string?)import["state"], (string?)import["failure"]));
    }

    [Fact]
    public async Task A_file_in_another_encoding_says_so()
    {
        var import = await Send([.. Encoding.UTF8.GetBytes(Header), 0xC1, 0xD6, 0x2C, 0x0A]); // GBK
        Assert.Equal("import-file-encoding", (string?)import["failure"]);
    }

    [Fact]
    public async Task A_bureaus_administrator_changes_nobody_elsewhere()
    {
        var import = await Send(Encoding.UTF8.GetBytes(Header + $"{NewNumber()},林小树,F0201,2026-07-01,,,,,,\n"), site.Personnel.BureauAdministrator);
        Assert.Equal("Ready 1: 0 joins 0 moves 0 changes 0 leaves 0 same 1 bad", Line(import));
        using var foreign = await site.System.GetAsync(At($"/imports/{Id(import)}"));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_rows_show_their_progress()
    {
        var rows = Environment.GetEnvironmentVariable("RONGHE_LONG") == "1" ? 100_000 : 5_000;
        var file = new StringBuilder(Header);
        for (var i = 0; i < rows; i++) file.Append(CultureInfo.InvariantCulture, $"L{rows}-{i},林小树,F0102,2026-07-01,,,,,,\n");
        using var sent = await site.System.PostAsync(At("/imports"), new ByteArrayContent(Encoding.UTF8.GetBytes(file.ToString())));
        var import = JsonNode.Parse(await sent.Content.ReadAsStringAsync())!;
        var ready = await Until(site.System, import, "Reading", TimeSpan.FromMinutes(5));
        Assert.Equal($"Ready {rows}: {rows} joins 0 moves 0 changes 0 leaves 0 same 0 bad", Line(ready));
        using var started = await Post(site.System, $"/imports/{Id(ready)}/apply", new { planHash = (string?)ready["planHash"] });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var seen = new HashSet<int>();
        await Eventually.True(async () =>
        {
            var now = await Get(site.System, $"/imports/{Id(ready)}");
            seen.Add((int)now["done"]!);
            return (string?)now["state"] is not "Applying";
        }, "it is applied", TimeSpan.FromMinutes(10));
        Assert.True(seen.Count > 2, string.Join(' ', seen));
        Assert.Equal((long)rows, await site.Personnel.Ask<long>($"SELECT count(*) FROM people p JOIN accounts a ON a.person_id = p.id WHERE p.number LIKE 'L{rows}-%'"));
    }

    private static string NewNumber() => $"I-{Interlocked.Increment(ref made)}";

    private static string Upper(Joiner person) => person.UserName.ToUpperInvariant();

    private static string Id(JsonNode import) => (string)import["id"]!;

    private static string Line(JsonNode import) =>
        $"{import["state"]} {import["rows"]}: {import["joins"]} joins {import["moves"]} moves {import["changes"]} changes {import["leaves"]} leaves {import["same"]} same {import["bad"]} bad";

    private Task<JsonNode> Send(string csv) => Send(Encoding.UTF8.GetBytes(csv));

    private async Task<JsonNode> Send(byte[] file, HttpClient? by = null)
    {
        using var content = new ByteArrayContent(file);
        using var sent = await (by ?? site.System).PostAsync(At("/imports?fileName=people.csv"), content);
        var body = await sent.Content.ReadAsStringAsync();
        Assert.True(sent.StatusCode == HttpStatusCode.Accepted, $"{sent.StatusCode}: {body}");
        return await Until(by ?? site.System, JsonNode.Parse(body)!, "Reading");
    }

    private async Task<JsonNode> Apply(JsonNode import, bool goodOnly = false)
    {
        using var started = await Post(site.System, $"/imports/{Id(import)}/apply", new { planHash = (string?)import["planHash"], goodOnly });
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        return await Until(site.System, import, "Applying");
    }

    private static async Task<JsonNode> Until(HttpClient client, JsonNode import, string no, TimeSpan? within = null)
    {
        JsonNode now = import;
        await Eventually.True(async () => (string?)(now = await Get(client, $"/imports/{Id(import)}"))["state"] != no, $"the import is not {no} any more", within);
        return now;
    }

    private static async Task<IReadOnlyList<JsonNode>> Rows(HttpClient client, JsonNode import, string act) =>
        [.. (await Get(client, $"/imports/{Id(import)}/rows?act={act}"))["rows"]!.AsArray().OfType<JsonNode>()];

    private Task<IReadOnlyList<JsonNode>> Rows(JsonNode import, string act) => Rows(site.System, import, act);

    private Task<long> Count(string number) => site.Personnel.Ask<long>($"SELECT count(*) FROM people WHERE number = '{number}'");

    private Task<string> PathOf(Guid person) => site.Personnel.Ask<string>($"SELECT unit_path FROM people WHERE id = '{person}'");
}
