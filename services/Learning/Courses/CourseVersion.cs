using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Courses;

/// <summary>A lesson of a course; the text is Markdown.</summary>
internal sealed record CourseLesson(string Key, string Title, string Text);

internal sealed record CourseChapter(string Title, IReadOnlyList<CourseLesson> Lessons);

/// <summary>One version of a course: Draft → Review → Published → Retired. What was published never changes; a change is a new version.</summary>
internal sealed class CourseVersion
{
    public required string Code { get; init; }

    public required int Number { get; init; }

    /// <summary>The unit whose organisers keep it.</summary>
    public required string UnitPath { get; init; }

    public required string Title { get; set; }

    public required IReadOnlyList<CourseChapter> Chapters { get; set; }

    public required string State { get; set; }

    public required Guid AuthorId { get; init; }

    public required Guid? ReviewerId { get; set; }

    public required DateTimeOffset? PublishedAt { get; set; }

    public required long Version { get; set; }

    internal Refusal? Submit() => Move(CourseStates.Draft, CourseStates.Review);

    /// <summary>Four eyes: nobody publishes what they wrote.</summary>
    internal Refusal? Publish(Guid reviewer, DateTimeOffset now)
    {
        if (reviewer == AuthorId) return new("own-course", "自己写的课程要由别人审核。", "Somebody else has to review what you wrote.", StatusCodes.Status403Forbidden);
        if (Move(CourseStates.Review, CourseStates.Published) is { } refusal) return refusal;
        (ReviewerId, PublishedAt) = (reviewer, now);
        return null;
    }

    internal Refusal? SendBack() => Move(CourseStates.Review, CourseStates.Draft);

    internal Refusal? Retire() => Move(CourseStates.Published, CourseStates.Retired);

    private Refusal? Move(string from, string to)
    {
        if (State != from)
        {
            return new("course-state", $"课程现在是 {State}，不能这样操作。", $"The course is {State}; this cannot be done.")
            {
                Details = new Dictionary<string, object?> { ["state"] = State },
            };
        }

        State = to;
        Version++;
        return null;
    }

    internal static void Configure(EntityTypeBuilder<CourseVersion> entity)
    {
        entity.ToTable("course_versions", table => table.HasCheckConstraint("ck_course_versions_state", "state IN ('Draft', 'Review', 'Published', 'Retired')"));
        entity.HasKey(course => new { course.Code, course.Number });
        entity.HasIndex(course => course.Code, "ix_course_versions_published").IsUnique().HasFilter("state = 'Published'");
        entity.HasIndex(course => course.Code, "ix_course_versions_open").IsUnique().HasFilter("state IN ('Draft', 'Review')");
        entity.Property(course => course.Chapters).AsJson();
    }
}

internal static class CourseStates
{
    internal const string Draft = nameof(Draft);
    internal const string Review = nameof(Review);
    internal const string Published = nameof(Published);
    internal const string Retired = nameof(Retired);
}
