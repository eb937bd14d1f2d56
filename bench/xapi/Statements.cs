using System.Globalization;
using System.Text;

namespace Ronghe.Bench.Xapi;

/// <summary>Statements as a lesson's player sends them: some 900 bytes, with result, context and a definition.</summary>
internal static class Statements
{
    internal const int Learners = 100_000;
    internal const int Lessons = 2_000;

    internal static string Actor(int learner) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"objectType":"Agent","account":{"homePage":"https://issuer.test","name":"p{{{learner:D6}}}"}}""");

    internal static string Activity(int lesson) => string.Create(CultureInfo.InvariantCulture, $"https://forest.example/lessons/{lesson:D4}");

    internal static byte[] Batch(Random random, int size)
    {
        var text = new StringBuilder("[");
        for (var index = 0; index < size; index++)
        {
            if (index > 0) text.Append(',');
            text.Append(One(random));
        }

        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    internal static string One(Random random)
    {
        var lesson = random.Next(Lessons);
        return string.Create(CultureInfo.InvariantCulture, $$$$"""
            {"id":"{{{{Guid.CreateVersion7()}}}}","actor":{{{{Actor(random.Next(Learners))}}}},"verb":{"id":"http://adlnet.gov/expapi/verbs/{{{{(random.Next(2) == 0 ? "completed" : "answered")}}}}","display":{"zh-CN":"完成","en-US":"completed"}},"object":{"objectType":"Activity","id":"{{{{Activity(lesson)}}}}","definition":{"type":"http://adlnet.gov/expapi/activities/lesson","name":{"zh-CN":"森林防火第 {{{{lesson}}}} 课","en-US":"Forest fire lesson {{{{lesson}}}}" } } },"result":{"score":{"scaled":0.9,"raw":9,"min":0,"max":10},"success":true,"completion":true,"duration":"PT2M31S"},"context":{"registration":"{{{{Guid.CreateVersion7()}}}}","platform":"融合","language":"zh-CN","contextActivities":{"parent":[{"id":"https://forest.example/courses/{{{{lesson % 50}}}}"}],"grouping":[{"id":"https://forest.example/programmes/{{{{lesson % 7}}}}"}]}},"timestamp":"2026-11-24T08:00:00.000Z"}
            """);
    }
}
