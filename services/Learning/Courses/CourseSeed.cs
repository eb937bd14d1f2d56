using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Learning.Courses;

/// <summary>The courses of <c>seeds/learning/courses</c>, one Markdown file each, named by its code; published when the service has none.</summary>
internal sealed record CourseSeed(IReadOnlyList<(string Code, string Title, IReadOnlyList<CourseChapter> Chapters)> Courses)
{
    internal static CourseSeed Load(string seeds)
    {
        var courses = new List<(string, string, IReadOnlyList<CourseChapter>)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(seeds, "learning", "courses"), "*.md").Order(StringComparer.Ordinal))
        {
            var (title, chapters) = CourseText.Split(File.ReadAllText(file));
            if (title.Length == 0 || chapters.Count == 0) throw new SeedException(file, 1, "(document)", "needs a title and a chapter");
            courses.Add((Path.GetFileNameWithoutExtension(file), title, chapters));
        }

        return new(courses);
    }

    internal static async Task Fill(IServiceProvider services, LearningDb db, CancellationToken ct)
    {
        if (await db.CourseVersions.AnyAsync(ct)) return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        db.CourseVersions.AddRange(services.GetRequiredService<CourseSeed>().Courses.Select(course => new CourseVersion
        {
            Code = course.Code, Number = 1, UnitPath = "G/", Title = course.Title, Chapters = course.Chapters, State = CourseStates.Published,
            AuthorId = Guid.Empty, ReviewerId = null, PublishedAt = now, Version = 1,
        }));
        await db.SaveChangesAsync(ct);
    }
}
