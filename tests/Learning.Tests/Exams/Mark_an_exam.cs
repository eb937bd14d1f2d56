using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Learning.Marks;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Exams;

[Collection(nameof(LearningSite))]
public sealed class Mark_an_exam(LearningSite site)
{
    private static readonly int[] Shuffled = [2, 0, 1];
    private static readonly string[] NoOption = ["Z"];
    private static readonly string[] WrongKey = ["A"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Single", "A", "B", 1.0)] // the paper's B shows the bank's A
    [InlineData("Single", "A", "A", 0.0)]
    [InlineData("Single", "A", "BC", 0.0)]
    [InlineData("Single", "A", "", 0.0)]
    [InlineData("Single", "A", "Z", 0.0)]
    [InlineData("Multiple", "A|C", "ba", 1.0)]
    [InlineData("Multiple", "A|C", "B", 0.5)]
    [InlineData("Multiple", "A|C", "BC", 0.0)]
    [InlineData("Ordering", "C|A|B", "ABC", 1.0)]
    [InlineData("Ordering", "C|A|B", "ACB", 0.0)]
    [InlineData("TrueFalse", "T", "t", 1.0)]
    [InlineData("TrueFalse", "T", "F", 0.0)]
    [InlineData("FillIn", "12119|一二一一九", "１２１１９。", 1.0)]
    [InlineData("FillIn", "12119", "119", 0.0)]
    [InlineData("Case", "要点", "写了很多", null)]
    public void An_answer_is_worth(string kind, string key, string given, double? share) =>
        Assert.Equal((decimal?)share, Marking.Share(kind, key.Split('|'), Shuffled, given));

    [Fact]
    public async Task A_case_waits_for_a_person_and_marking_again_leaves_the_trail_and_takes_the_certificate()
    {
        var room = await ExamRoom.Open(site, withCase: true);
        using var person = site.Person("G/B01/");
        var paper = await room.Start(person);
        await ExamRoom.Answer(person, paper, right: 4);
        Assert.Equal("Submitted", (string)(await ExamRoom.Submit(person, paper))["state"]!);

        using var marker = site.Organiser();
        var waiting = Assert.Single((await marker.GetFromJsonAsync<JsonNode>($"/api/v1/learning/exams/{room.Id}/marking", Ct))!["answers"]!.AsArray())!;
        Assert.Equal(("及时报告，不独自扑救", (string)paper["attemptId"]!), ((string)waiting["given"]!, (string)waiting["attemptId"]!));
        Assert.Null(waiting["personId"]);
        var number = (int)waiting["number"]!;
        Assert.Equal(HttpStatusCode.BadRequest, (await Mark(marker, paper, number, 51)).StatusCode);
        Assert.Equal("not-organiser", await Reply.Problem(await Mark(person, paper, number, 50)));
        Assert.Equal((100m, true), await Outcome(await Mark(marker, paper, number, 50)));
        var certificate = (string)(await Result(person, paper))["certificate"]!;
        Assert.Equal((60m, true), await Outcome(await Mark(marker, paper, number, 10)));
        Assert.Equal((55m, false), await Outcome(await Mark(marker, paper, number, 5)));

        Assert.Equal(3L, await site.Ask<long>($"SELECT count(*) FROM exam_marks WHERE attempt_id = '{paper["attemptId"]}' AND number = {number}"));
        Assert.Equal(0m, (decimal)(await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/credits", Ct))!["hours"]!);
        using var nobody = site.Host.Client();
        Assert.Equal("Revoked", (string)(await nobody.GetFromJsonAsync<JsonNode>($"/certificates/{certificate}/state", Ct))!["state"]!);
    }

    [Fact]
    public async Task A_corrected_key_marks_everybody_again()
    {
        var room = await ExamRoom.Open(site);
        var sat = new List<(HttpClient Person, JsonNode Paper)>();
        for (var index = 0; index < 6; index++)
        {
            var person = site.Person("G/B01/");
            var paper = await room.Start(person);
            await ExamRoom.Answer(person, paper, right: 4);
            await ExamRoom.Submit(person, paper);
            sat.Add((person, paper));
        }

        var number = (int)sat[0].Paper["questions"]!.AsArray().First(question => (string)question!["kind"]! == "Single")!["number"]!;
        using var marker = site.Organiser();
        var changed = await Reply.Body(await marker.PostAsJsonAsync($"/api/v1/learning/exams/{room.Id}/key-changes", new { number, answers = WrongKey, reason = "答案有误" }, Ct));
        Assert.Equal(sat.Count(entry => Has(entry.Paper, number)), (int)changed["remarked"]!);
        foreach (var (person, paper) in sat)
        {
            Assert.Equal(Has(paper, number) ? 40m : 50m, (decimal)(await Result(person, paper))["points"]!);
            person.Dispose();
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await marker.PostAsJsonAsync($"/api/v1/learning/exams/{room.Id}/key-changes", new { number, answers = NoOption, reason = "答案有误" }, Ct)).StatusCode);
    }

    [Fact]
    public async Task Questions_tell_their_difficulty_and_discrimination()
    {
        var room = await ExamRoom.Open(site);
        for (var right = 0; right <= 4; right++)
        {
            using var person = site.Person("G/B01/");
            var paper = await room.Start(person);
            await ExamRoom.Answer(person, paper, right);
            await ExamRoom.Submit(person, paper);
        }

        using var organiser = site.Organiser();
        var statistics = (await organiser.GetFromJsonAsync<JsonNode>($"/api/v1/learning/exams/{room.Id}/statistics", Ct))!["questions"]!.AsArray();
        var ordering = statistics.Single(row => (string)row!["text"]! == "排序")!;
        Assert.Equal((5, 1m), ((int)ordering["answered"]!, (decimal)ordering["difficulty"]!));
        Assert.Null(ordering["discrimination"]); // everybody knew it
        var singles = statistics.Where(row => (string)row!["text"]! != "排序").ToList();
        Assert.Equal(20, singles.Sum(row => (int)row!["answered"]!));
        Assert.Equal(10m, Math.Round(singles.Sum(row => (int)row!["answered"]! * (decimal)row["difficulty"]!), 2));
    }

    [Fact]
    public async Task A_certificate_is_drawn_with_the_name_that_identity_signed()
    {
        var room = await ExamRoom.Open(site);
        var personId = Guid.CreateVersion7();
        using var person = site.Person(personId, "G/B01/");
        var paper = await room.Start(person);
        await ExamRoom.Answer(person, paper, right: 4);
        var number = (string)(await ExamRoom.Submit(person, paper))["certificate"]!;
        var address = $"/api/v1/learning/certificates/{number}/pdf";

        // An access token of somebody else, and text that nobody signed, prove nothing.
        foreach (var wrong in new[] { site.Issuer.Person(Guid.CreateVersion7(), "G/B01/"), "a.b.c" })
        {
            Assert.Equal("identity-not-proved", await Reply.Problem(await person.PostAsJsonAsync(address, new { idToken = wrong }, Ct)));
        }

        var drawn = Certificates.CertificateDrawing.Draw(Sample(number), "欧阳建国", "https://ronghe.test/certificates/" + number);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(drawn, 0, 8));
        Assert.InRange(drawn.Length, 5_000, 2_000_000);
    }

    private static Certificates.Certificate Sample(string number) => new()
    {
        Id = Guid.CreateVersion7(), Number = number, AttemptId = Guid.CreateVersion7(), ExamId = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(),
        UnitPath = "G/", Title = "森林防火知识测试", TitleEn = "Forest fire test", IssuedAt = TimeProvider.System.GetUtcNow(), RevokedAt = null,
    };

    private static bool Has(JsonNode paper, int number) => paper["questions"]!.AsArray().Any(question => (int)question!["number"]! == number);

    private static Task<HttpResponseMessage> Mark(HttpClient marker, JsonNode paper, int number, decimal points) =>
        marker.PostAsJsonAsync($"/api/v1/learning/attempts/{paper["attemptId"]}/marks", new { number, points, reason = "按要点给分" }, Ct);

    private static async Task<(decimal, bool)> Outcome(HttpResponseMessage answer)
    {
        var body = await Reply.Body(answer);
        return ((decimal)body["points"]!, (bool)body["passed"]!);
    }

    private static async Task<JsonNode> Result(HttpClient person, JsonNode paper) =>
        (await person.GetFromJsonAsync<JsonNode>($"/api/v1/learning/attempts/{paper["attemptId"]}", Ct))!;
}
