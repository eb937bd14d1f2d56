using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Contracts.Learning;
using Ronghe.Contracts.PowerItems;
using Ronghe.Contracts.Welfare;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Evidence;

[Collection(nameof(AssessmentSite))]
public sealed class Record_evidence(AssessmentSite site)
{
    private static readonly DateTimeOffset At = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_and_the_programme_that_rests_on_it_are_found_by_the_case()
    {
        var (caseId, programmeId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await site.Wire.Tell(new ProgrammePublished(programmeId, 2, "FestivalGift", "G/B01/", caseId, 60_000m, At.AddSeconds(1)));
        await site.Wire.Tell(new CaseClosed(caseId, 5, "UNI-02", "UNI", "G/B01/", "Approved", "welfare.programme", programmeId, new string('a', 64), At.AddHours(-36), At));

        var rows = await WhenThere($"caseId={caseId}", 2);
        var (programme, powerCase) = (rows[0]!, rows[1]!);
        Assert.Equal(("ProgrammePublished", programmeId.ToString(), 60_000m),
            ((string)programme["source"]!, (string)programme["programmeId"]!, (decimal)programme["figures"]!["budget"]!));
        Assert.Equal(("CaseClosed", caseId.ToString(), 5L, "Approved", 36m),
            ((string)powerCase["source"]!, (string)powerCase["subjectId"]!, (long)powerCase["subjectVersion"]!,
             (string)powerCase["figures"]!["outcome"]!, (decimal)powerCase["figures"]!["turnAroundHours"]!));
        Assert.All(rows, row => Assert.Null((string?)row!["personId"]));
    }

    [Fact]
    public async Task A_completion_is_found_by_the_person_it_is_about()
    {
        var (personId, completionId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await site.Wire.Tell(new LessonCompleted(completionId, 1, personId, "G/B01/F0101/", "FIRE-REPORT", At));
        using var person = site.Person(personId, "G/B01/F0101/");
        JsonNode row = null!;
        await Eventually.Holds(async () => row = Assert.Single(await Evidence(person, ""))!);
        Assert.Equal((completionId.ToString(), personId.ToString(), "FIRE-REPORT"),
            ((string)row["completionId"]!, (string)row["personId"]!, (string)row["figures"]!["lessonCode"]!));
    }

    [Fact]
    public async Task Told_twice_it_is_one_piece_of_evidence_also_under_another_message_id()
    {
        var closed = new CaseClosed(Guid.CreateVersion7(), 3, "FIN-01", "FIN", "G/B01/", "Rejected", null, null, null, At.AddHours(-1), At);
        var id = Guid.CreateVersion7();
        await site.Wire.Tell(closed, id);
        await site.Wire.Tell(closed, id);
        await site.Wire.Tell(closed);
        var last = closed with { CaseId = Guid.CreateVersion7() };
        await site.Wire.Tell(last);

        await WhenThere($"caseId={last.CaseId}", 1);
        await WhenThere($"caseId={closed.CaseId}", 1);
    }

    [Fact]
    public async Task A_hundred_at_once_are_all_recorded()
    {
        var bureau = "G/B02/";
        await Task.WhenAll(Enumerable.Range(0, 120).Select(number => site.Wire.Tell(
            new ProgrammePublished(Guid.CreateVersion7(), 2, "HardshipAid", bureau, Guid.CreateVersion7(), number, At.AddMinutes(number)))));
        using var worker = site.Person(bureau, $"UnionWorker@{bureau}");
        await Eventually.Holds(async () =>
        {
            var budgets = new List<decimal>();
            for (var page = 1; page <= 3; page++)
            {
                budgets.AddRange((await Evidence(worker, $"source=ProgrammePublished&page={page}")).Select(row => (decimal)row!["figures"]!["budget"]!));
            }

            Assert.Equal(Enumerable.Range(0, 120).Select(number => (decimal)number).Reverse(), budgets);
        });
    }

    [Theory]
    [InlineData("UPDATE evidence SET figures = '{}'")]
    [InlineData("DELETE FROM evidence")]
    public async Task The_service_itself_cannot_change_it(string sql)
    {
        var role = await site.Ask<string>("SELECT rolname FROM pg_roles WHERE rolname = replace(current_database(), 'db', '') || '_app'");
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"SET ROLE \"{role}\"; {sql}", connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task<JsonArray> Evidence(HttpClient reader, string query) =>
        (await reader.GetFromJsonAsync<JsonNode>($"/api/v1/assessment/evidence?{query}", Ct))!["evidence"]!.AsArray();

    private async Task<JsonArray> WhenThere(string query, int count)
    {
        using var inspector = site.Person("G/", "DisciplineInspector@G/");
        JsonArray rows = [];
        await Eventually.Holds(async () => Assert.Equal(count, (rows = await Evidence(inspector, query)).Count));
        return rows;
    }
}
