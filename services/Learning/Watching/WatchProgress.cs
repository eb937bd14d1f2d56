using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Watching;

/// <summary>A video as far as proof of watching goes.</summary>
internal sealed class Video
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required string Title { get; init; }

    public required string TitleEn { get; init; }

    public required long Duration { get; init; }

    /// <summary>Share that must be covered, 0–1.</summary>
    public required decimal RequiredShare { get; init; }

    /// <summary>Fastest play-rate that counts.</summary>
    public required decimal FastestRate { get; init; }

    internal static void Configure(EntityTypeBuilder<Video> entity)
    {
        entity.ToTable("videos", table => table.HasCheckConstraint("ck_videos_figures", "duration > 0 AND required_share > 0 AND required_share <= 1 AND fastest_rate BETWEEN 1 AND 2"));
        entity.HasKey(video => video.Id);
    }
}

/// <summary>Something about a report that cannot be, in words for the learner.</summary>
public sealed record WatchFlag(string Code, string Text, string TextEn, DateTimeOffset At);

/// <summary>One person and one video: what was covered, and what looked wrong. Time spent is not kept.</summary>
internal sealed class WatchProgress : IUnitScoped
{
    public required Guid PersonId { get; init; }

    public required Guid VideoId { get; init; }

    public required string UnitPath { get; init; }

    public required IReadOnlyList<Interval> Covered { get; set; }

    public required IReadOnlyList<WatchFlag> Flags { get; set; }

    public required DateTimeOffset? FinishedAt { get; set; }

    public required string? Appeal { get; set; }

    public required bool? AppealUpheld { get; set; }

    public required string? AppealReason { get; set; }

    public required Guid? AppealDecidedBy { get; set; }

    public required long Version { get; set; }

    internal void Cover(IEnumerable<Interval> watched, Video video, DateTimeOffset now)
    {
        Covered = Intervals.Union(Covered, watched);
        Version++;
        if (FinishedAt is null && Intervals.Measure(Covered) >= video.RequiredShare * video.Duration) FinishedAt = now;
    }

    internal void Mark(WatchFlag flag)
    {
        Flags = [.. Flags.TakeLast(19), flag];
        Version++;
    }

    internal Refusal? AppealWith(string text)
    {
        if (Flags.Count == 0) return new("nothing-to-appeal", "没有可申诉的记录。", "There is nothing to appeal against.");
        if (Appeal is not null && AppealUpheld is null) return new("appeal-open", "申诉正在处理。", "An appeal is being looked at.");
        (Appeal, AppealUpheld, AppealReason, AppealDecidedBy) = (text, null, null, null);
        Version++;
        return null;
    }

    internal Refusal? Decide(bool upheld, string reason, Guid by, DateTimeOffset now)
    {
        if (Appeal is null || AppealUpheld is not null) return new("no-open-appeal", "没有待处理的申诉。", "No appeal is open.");
        if (by == PersonId) return new("own-appeal", "不能处理自己的申诉。", "Nobody decides their own appeal.", StatusCodes.Status403Forbidden);
        (AppealUpheld, AppealReason, AppealDecidedBy) = (upheld, reason, by);
        if (upheld) FinishedAt ??= now;
        Version++;
        return null;
    }

    internal static void Configure(EntityTypeBuilder<WatchProgress> entity)
    {
        entity.ToTable("watch_progress");
        entity.HasKey(progress => new { progress.PersonId, progress.VideoId });
        entity.Property(progress => progress.Covered).AsJson();
        entity.Property(progress => progress.Flags).AsJson();
    }
}

/// <summary>A session that the server opened; its id is the nonce that reports must name.</summary>
internal sealed class WatchSession
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid VideoId { get; init; }

    /// <summary>By the server's clock: nothing can have been watched before.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Last report that was taken; 0 before the first.</summary>
    public required int Sequence { get; set; }

    /// <summary>Milliseconds of the server's clock that the reports so far account for.</summary>
    public required long Spent { get; set; }

    /// <summary>False once another session of the person took over.</summary>
    public required bool Open { get; set; }

    internal static void Configure(EntityTypeBuilder<WatchSession> entity)
    {
        entity.ToTable("watch_sessions");
        entity.HasKey(session => session.Id);
        entity.HasIndex(session => session.PersonId).IsUnique().HasFilter("open");
    }
}
