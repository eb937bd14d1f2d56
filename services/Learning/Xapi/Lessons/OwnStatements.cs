using System.Text.Encodings.Web;
using System.Text.Json;
using Ronghe.Learning.Lessons;

namespace Ronghe.Learning.Xapi.Lessons;

/// <summary>What the platform's own learning writes into the record store, in the transaction of what it tells of.</summary>
internal sealed class OwnStatements(IConfiguration configuration)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Authority platform = new(Authority.HomePageOf(configuration), "learning");

    /// <summary>A person passed a lesson's check.</summary>
    internal async Task Completed(LearningDb db, Guid completionId, Guid personId, string unitPath, Lesson lesson, DateTimeOffset at, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToElement(
            new
            {
                id = completionId,
                actor = new { account = new { homePage = platform.HomePage, name = personId.ToString() } },
                verb = new { id = LessonActivity.Completed, display = new Dictionary<string, string> { ["zh-CN"] = "完成", ["en"] = "completed" } },
                @object = new
                {
                    id = LessonActivity.IriOf(platform.HomePage, lesson.Code),
                    definition = new
                    {
                        type = "http://adlnet.gov/expapi/activities/lesson",
                        name = new Dictionary<string, string> { ["zh-CN"] = lesson.Title, ["en"] = lesson.TitleEn },
                    },
                },
                result = new { success = true, completion = true },
                context = new { revision = lesson.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), platform = "融合 Ronghe" },
                timestamp = at,
            },
            Plain);
        await StatementSql.Insert(db, [(StatementDraft.Of(json, null, XapiVersion.Two, platform, ""), unitPath)], ct);
    }
}
