using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Testing;

namespace Ronghe.Bench.Exam;

/// <summary>An exam of 16 questions drawn from 80, opened as an organiser opens it, and the count at the end.</summary>
internal static class Room
{
    private static readonly string[] Options = ["走近火场看清楚以后再报告", "立即报告位置、火势、风向和自身安全", "通知责任区同事由其决定", "先自行组织扑救"];
    private static readonly string[] Key = ["B"];

    internal static async Task<Guid> Open(string database, Uri address, Issuer issuer)
    {
        for (var number = 0; number < 80; number++)
        {
            var content = JsonSerializer.Serialize(new
            {
                text = $"第{number}题：巡护途中发现火情，下列做法哪一项正确？请结合首报要素作答。", caseText = (string?)null,
                options = Options, answers = Key, explanation = "发现火情应当立即报告。", basis = "《森林防火条例》第三十一条",
            });
            await BenchServers.Execute(database, $"INSERT INTO bank_questions (id, code, unit_path, topic, kind, content, retired, version) VALUES ('{Guid.CreateVersion7()}', 'bench-{number}', 'G/', '压测', 'Single', '{content}', false, 1)");
        }

        using var organiser = new HttpClient { BaseAddress = address };
        organiser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Person(Guid.CreateVersion7(), "G/", "PartyWorker@G/"));
        var now = TimeProvider.System.GetUtcNow();
        var created = await organiser.PostAsJsonAsync("/api/v1/learning/exams", new
        {
            title = "压测考试", titleEn = "Bench exam", blueprint = new[] { new { topic = "压测", kind = "Single", count = 16, points = 5 } },
            opensAt = now.AddMinutes(-1), closesAt = now.AddHours(3), minutes = 120, passPoints = 60,
        });
        var id = Guid.Parse((string)(await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["examId"]!);
        (await organiser.PostAsync(new Uri($"/api/v1/learning/exams/{id}/publication", UriKind.Relative), null)).EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>Answers that were acknowledged and do not stand in the database as they were acknowledged.</summary>
    internal static async Task<int> CountLost(string database, IEnumerable<Learner> people)
    {
        var kept = new Dictionary<(Guid, int), string>();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT attempt_id, number, given FROM exam_answers", connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) kept[(rows.GetGuid(0), rows.GetInt32(1))] = rows.GetString(2);
        return people.Sum(person => person.Acknowledged.Count(answer => kept.GetValueOrDefault((person.AttemptId, answer.Key)) != answer.Value));
    }
}
