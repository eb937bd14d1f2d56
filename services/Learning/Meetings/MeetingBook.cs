using Ronghe.Learning.Lessons;

namespace Ronghe.Learning.Meetings;

/// <summary>What is known of one meeting, and what one more item makes of it. Knows no clock and no database.</summary>
internal sealed class MeetingBook(MeetingPack pack, List<MeetingItem> known)
{
    internal List<MeetingItem> Added { get; } = [];

    internal bool IsHeld => known.Any(item => item is { Kind: "Held", Outcome: "Accepted" });

    internal ItemOutcome Take(UploadedItem uploaded, Guid by, DateTimeOffset now)
    {
        var item = Read(uploaded, by, now, "Accepted", "");
        if (known.FirstOrDefault(row => row.ItemId == item.ItemId && row.SameAs(item)) is { } same) return Say(uploaded, "duplicate", "已经收到过。", "It was received before.", same);
        if (known.FirstOrDefault(row => row.Outcome == "Accepted" && row.Kind == item.Kind && row.PersonId == item.PersonId) is { } first)
        {
            return first.Answer == item.Answer
                ? Say(uploaded, "duplicate", "另一台手机已经报过同样的内容。", "Another phone reported the same.")
                : Keep(uploaded, by, now, "Conflict", "与先收到的不一致，两份都已留存。", "It contradicts what came first; both are kept.");
        }

        if (known.Any(row => row.ItemId == item.ItemId)) return Keep(uploaded, by, now, "Conflict", "同一编号的内容前后不一致，都已留存。", "The same id came with another content; both are kept.");
        if (item.PersonId == Guid.Empty || !pack.Roster.Contains(item.PersonId) && item.Kind != "Held") return Keep(uploaded, by, now, "Review", "不在班组名单里，留待核实。", "Not on the team's roster; kept for review.");
        if (now > pack.ValidUntil) return Keep(uploaded, by, now, "Review", "超过学习包的有效期，留待核实。", "After the pack's validity; kept for review.");
        return Keep(uploaded, by, now, "Accepted", "已收到。", "Accepted.");
    }

    private ItemOutcome Keep(UploadedItem uploaded, Guid by, DateTimeOffset now, string outcome, string chinese, string english)
    {
        var item = Read(uploaded, by, now, outcome, chinese);
        known.Add(item);
        Added.Add(item);
        return Say(uploaded, outcome.ToLowerInvariant(), chinese, english);
    }

    private static ItemOutcome Say(UploadedItem uploaded, string outcome, string chinese, string english, MeetingItem? before = null) =>
        new(uploaded.ItemId!.Value, outcome, ReadLesson.InReadersLanguage(chinese, english) + (before is null or { Outcome: "Accepted" } ? "" : before.Reason));

    private MeetingItem Read(UploadedItem uploaded, Guid by, DateTimeOffset now, string outcome, string reason) => new()
    {
        Id = Guid.CreateVersion7(now), ItemId = uploaded.ItemId!.Value, PackId = pack.Id, UnitPath = pack.UnitPath, Kind = uploaded.Kind!,
        PersonId = uploaded.Kind == "Held" ? pack.LeaderId : uploaded.PersonId ?? Guid.Empty,
        Answer = uploaded.Kind == "Answer" ? string.Concat((uploaded.Answer ?? "").ToUpperInvariant().Order()) : "",
        ClaimedAt = uploaded.At!.Value.ToUniversalTime(), UploadedBy = by, UploadedAt = now, Outcome = outcome, Reason = reason,
    };
}
