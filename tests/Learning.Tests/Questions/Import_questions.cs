using System.Net;
using System.Text.Json.Nodes;
using MiniExcelLibs;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Questions;

[Collection(nameof(LearningSite))]
public sealed class Import_questions(LearningSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sheet_of_every_kind_is_taken_and_taken_again()
    {
        using var organiser = site.Organiser();
        var topic = $"导入{Guid.CreateVersion7()}";
        Dictionary<string, object>[] rows =
        [
            Row("S", "单选", topic, "火场报告先做什么", "B", ("选项A", "走近看"), ("选项B", "立即报告")),
            Row("M", "多选", topic, "首报要素", "AC", ("选项A", "位置"), ("选项B", "责任人"), ("选项C", "风向")),
            Row("T", "判断", topic, "发现火情应立即报告", "对"),
            Row("F", "填空", topic, "森林火灾报警电话是____", "12119|一二一一九"),
            Row("O", "排序", topic, "排出处置顺序", "BA", ("选项A", "续报"), ("选项B", "首报")),
            Row("C", "案例", topic, "请分析处置得失", "及时报告|不独自扑救", ("案情", "护林员老王看见烟……")),
        ];
        Assert.Equal((6, 0), await Import(organiser, rows));
        Assert.Equal((0, 6), await Import(organiser, rows));
        var bank = JsonNode.Parse(await organiser.GetStringAsync($"/api/v1/learning/questions?topic={Uri.EscapeDataString(topic)}", Ct))!["questions"]!.AsArray();
        Assert.Equal(["Case", "FillIn", "Multiple", "Ordering", "Single", "TrueFalse"], bank.Select(row => (string)row!["kind"]!).Order());
    }

    [Fact]
    public async Task Wrong_rows_are_named_and_nothing_is_imported()
    {
        using var organiser = site.Organiser();
        var topic = $"坏表{Guid.CreateVersion7()}";
        var answer = await Send(organiser,
        [
            Row("ok", "单选", topic, "题干", "A", ("选项A", "甲"), ("选项B", "乙")),
            Row("bad1", "单选", topic, "题干", "D", ("选项A", "甲"), ("选项B", "乙")),
            Row("bad2", "问答", topic, "", "A"),
            Row("ok", "判断", topic, "题干", "对"),
        ]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = await Reply.Body(answer);
        Assert.Equal("urn:ronghe:problem:sheet-broken", (string)body["type"]!);
        var rows = body["rows"]!.AsArray().Select(row => ((int)row!["row"]!, (string)row["field"]!)).ToList();
        Assert.Contains((3, "answer"), rows);
        Assert.Contains((4, "kind"), rows);
        Assert.Contains((4, "text"), rows);
        Assert.Contains((5, "code"), rows);
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM bank_questions WHERE topic = '{topic}'"));
    }

    [Fact]
    public async Task What_is_no_workbook_is_refused_whole()
    {
        using var organiser = site.Organiser();
        using var garbage = new ByteArrayContent("PK\u0003\u0004 not a workbook"u8.ToArray());
        Assert.Equal("sheet-broken", await Reply.Problem(await organiser.PostAsync("/api/v1/learning/questions/imports", garbage, Ct)));
        using var huge = new ByteArrayContent(new byte[(5 << 20) + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await organiser.PostAsync("/api/v1/learning/questions/imports", huge, Ct)).StatusCode);
        using var staff = site.Person("G/B01/");
        using var again = new ByteArrayContent([1]);
        Assert.Equal("not-organiser", await Reply.Problem(await staff.PostAsync("/api/v1/learning/questions/imports", again, Ct)));
    }

    private static Dictionary<string, object> Row(string code, string kind, string topic, string text, string answer, params (string Name, string Value)[] cells)
    {
        var row = new Dictionary<string, object> { ["编号"] = $"{topic[^8..]}-{code}", ["题型"] = kind, ["专题"] = topic, ["题干"] = text, ["案情"] = "" };
        foreach (var letter in "ABCDEFGH") row[$"选项{letter}"] = "";
        foreach (var (name, value) in cells) row[name] = value;
        (row["答案"], row["解析"], row["依据"]) = (answer, "解析", "《森林防火条例》第三十一条");
        return row;
    }

    private static async Task<(int Added, int Replaced)> Import(HttpClient organiser, Dictionary<string, object>[] rows)
    {
        var answer = await Send(organiser, rows);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        var body = await Reply.Body(answer);
        return ((int)body["added"]!, (int)body["replaced"]!);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient organiser, Dictionary<string, object>[] rows)
    {
        using var sheet = new MemoryStream();
        await sheet.SaveAsAsync(rows, cancellationToken: Ct);
        return await organiser.PostAsync("/api/v1/learning/questions/imports", new ByteArrayContent(sheet.ToArray()), Ct);
    }
}
