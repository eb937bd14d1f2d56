using Ronghe.Contracts.Assessment;
using Ronghe.Contracts.Identity;
using Ronghe.Contracts.Learning;
using Ronghe.Contracts.PowerItems;
using Ronghe.Contracts.Welfare;

namespace Ronghe.Contracts;

/// <summary>One consumer of one event in one service.</summary>
/// <param name="Service">Prefix of the queue, such as <c>power-items</c>.</param>
/// <param name="Consumer">Class name of the consumer; the queue is <c>{service}-{consumer in kebab-case}</c>.</param>
public sealed record Subscription(Type Event, string Service, string Consumer);

/// <summary>
/// Who listens to what. A publisher declares every queue of its events from here before it publishes for the first time, so
/// that no event is lost to a consumer that has not started yet. A shape test holds it equal to the consumers that exist.
/// </summary>
public static class Subscriptions
{
    private static readonly string[] KeepsDirectoryCopy = ["power-items", "learning", "assessment", "welfare", "situation"];

    /// <summary>Every subscription of the platform.</summary>
    public static IReadOnlyList<Subscription> All { get; } =
    [
        .. KeepsDirectoryCopy.SelectMany(service => new Subscription[]
        {
            new(typeof(PersonJoined), service, "KeepPersonWhenPersonJoined"),
            new(typeof(PersonMoved), service, "KeepPersonWhenPersonMoved"),
            new(typeof(PersonLeft), service, "KeepPersonWhenPersonLeft"),
            new(typeof(UnitChanged), service, "KeepUnitWhenUnitChanged"),
        }),
        new(typeof(CaseClosed), "welfare", "PublishProgrammeWhenCaseClosed"),
        new(typeof(CaseClosed), "welfare", "MakeTransferWhenCaseClosed"),
        new(typeof(HonourGranted), "welfare", "RecordHonourWhenHonourGranted"),
        new(typeof(CaseClosed), "assessment", "RecordEvidenceWhenCaseClosed"),
        new(typeof(CaseClosed), "assessment", "ActOnAuthorityWhenCaseClosed"),
        new(typeof(LessonCompleted), "assessment", "RecordEvidenceWhenLessonCompleted"),
        new(typeof(ProgrammePublished), "assessment", "RecordEvidenceWhenProgrammePublished"),
        new(typeof(CaseOpened), "webhooks", "DeliverWhenCaseOpened"),
        new(typeof(StepDecided), "webhooks", "DeliverWhenStepDecided"),
        new(typeof(CaseClosed), "webhooks", "DeliverWhenCaseClosed"),
        new(typeof(LessonCompleted), "webhooks", "DeliverWhenLessonCompleted"),
        new(typeof(ProgrammePublished), "webhooks", "DeliverWhenProgrammePublished"),
        new(typeof(CaseOpened), "situation", "CountWhenCaseOpened"),
        new(typeof(StepDecided), "situation", "CountWhenStepDecided"),
        new(typeof(CaseClosed), "situation", "CountWhenCaseClosed"),
        new(typeof(LessonCompleted), "situation", "CountWhenLessonCompleted"),
        new(typeof(ProgrammePublished), "situation", "CountWhenProgrammePublished"),
    ];
}
