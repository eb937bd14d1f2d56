using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Exams;

/// <summary>An exam on questions of its own, and what a person does in it. Right answers are known by their text.</summary>
internal sealed class ExamRoom
{
    internal const string Right = "对的选项";
    private readonly LearningSite site;

    private ExamRoom(LearningSite site, Guid examId) => (this.site, Id) = (site, examId);

    internal Guid Id { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Ten single questions in the bank, four drawn; one ordering; a case when asked for.</summary>
    internal static async Task<ExamRoom> Open(LearningSite site, int attempts = 1, bool withCase = false, int minutes = 60, decimal creditHours = 2, Guid? audienceId = null)
    {
        var topic = $"考试{Guid.CreateVersion7()}";
        await FillBank(site, topic);
        using var organiser = site.Organiser();
        var now = TimeProvider.System.GetUtcNow();
        List<object> blueprint = [new { topic, kind = "Single", count = 4, points = 10 }, new { topic, kind = "Ordering", count = 1, points = 10 }];
        if (withCase) blueprint.Add(new { topic, kind = "Case", count = 1, points = 50 });
        var created = await Reply.Body(await organiser.PostAsJsonAsync("/api/v1/learning/exams", new
        {
            title = "森林防火知识测试", titleEn = "Forest fire test", blueprint, opensAt = now.AddMinutes(-1), closesAt = now.AddHours(2), minutes,
            passPoints = withCase ? 60 : 30, attempts, creditHours, audienceId,
        }, Ct));
        var id = Guid.Parse((string)created["examId"]!);
        var published = await organiser.PostAsync($"/api/v1/learning/exams/{id}/publication", null, Ct);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(Ct));
        return new(site, id);
    }

    internal Task<HttpResponseMessage> TryStart(HttpClient person) => person.PostAsync($"/api/v1/learning/exams/{Id}/attempts", null, Ct);

    internal async Task<JsonNode> Start(HttpClient person)
    {
        var answer = await TryStart(person);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await Reply.Body(answer);
    }

    internal static Task<HttpResponseMessage> Save(HttpClient person, JsonNode paper, int number, string answer, int revision = 1) =>
        person.PutAsJsonAsync($"/api/v1/learning/attempts/{paper["attemptId"]}/answers/{number}", new { answer, revision }, Ct);

    internal static async Task<JsonNode> Submit(HttpClient person, JsonNode paper) =>
        await Reply.Body(await person.PostAsync($"/api/v1/learning/attempts/{paper["attemptId"]}/submission", null, Ct));

    /// <summary>Answers the single questions, <paramref name="right"/> of them rightly, and the ordering rightly.</summary>
    internal static async Task Answer(HttpClient person, JsonNode paper, int right)
    {
        foreach (var question in paper["questions"]!.AsArray())
        {
            var answer = (string)question!["kind"]! switch
            {
                "Single" => Letter(question, text => (right > 0) == (text == Right)),
                "Ordering" => string.Concat(question["options"]!.AsArray().OrderBy(option => (string)option!["label"]!).Select(option => (string)option!["value"]!)),
                _ => "及时报告，不独自扑救",
            };
            if ((string)question["kind"]! == "Single") right--;
            Assert.True((await Save(person, paper, (int)question["number"]!, answer)).IsSuccessStatusCode);
        }
    }

    internal static string Letter(JsonNode question, Func<string, bool> label) =>
        (string)question["options"]!.AsArray().First(option => label((string)option!["label"]!))!["value"]!;

    private static async Task FillBank(LearningSite site, string topic)
    {
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync(Ct);
        for (var index = 0; index < 12; index++)
        {
            var (kind, content) = index switch
            {
                < 10 => ("Single", (object)new { text = $"题{index}", caseText = (string?)null, options = new[] { "错一", Right, "错二", "错三" }, answers = new[] { "B" }, explanation = "解析", basis = "依据" }),
                10 => ("Ordering", new { text = "排序", caseText = (string?)null, options = new[] { "2 续报", "1 首报", "3 归档" }, answers = new[] { "B", "A", "C" }, explanation = "解析", basis = "依据" }),
                _ => ("Case", new { text = "分析", caseText = (string?)"案情", options = System.Array.Empty<string>(), answers = new[] { "及时报告" }, explanation = "解析", basis = "依据" }),
            };
            await using var command = new NpgsqlCommand("INSERT INTO bank_questions (id, code, unit_path, topic, kind, content, retired, version) VALUES ($1, $2, 'G/', $3, $4, $5::jsonb, false, 1)", connection);
            command.Parameters.AddWithValue(Guid.CreateVersion7());
            command.Parameters.AddWithValue($"{topic}-{index:00}");
            command.Parameters.AddWithValue(topic);
            command.Parameters.AddWithValue(kind);
            command.Parameters.AddWithValue(System.Text.Json.JsonSerializer.Serialize(content));
            await command.ExecuteNonQueryAsync(Ct);
        }
    }
}
