using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Seeds;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Lessons;

public sealed class Seeds
{
    [Theory]
    [InlineData("\"answer\": \"ABD\"", "\"answer\": \"ABX\"", "questions[1].answer")]
    [InlineData("\"version\": 1", "\"version\": 0", "version")]
    [InlineData("\"topic\":", "\"topik\":", "topik")]
    public void A_broken_lesson_is_named_by_file_line_and_field(string right, string wrong, string field)
    {
        var folder = Directory.CreateTempSubdirectory("ronghe-lessons-");
        try
        {
            var file = Path.Combine(folder.CreateSubdirectory("lessons").FullName, "FIRE-REPORT.json");
            File.WriteAllText(file, File.ReadAllText(Path.Combine(Checkout.Root, "seeds", "lessons", "FIRE-REPORT.json")).Replace(right, wrong));

            var broken = Assert.Throws<SeedException>(() => LessonShelf.Load(folder.FullName));
            Assert.Equal(file, broken.File);
            Assert.Contains(field, broken.Message);
            Assert.True(broken.Line > 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
