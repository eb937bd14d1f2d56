namespace Ronghe.Webhooks.Events;

/// <summary>An event that a subsidiary may be told of.</summary>
/// <param name="Name">As receivers know it: the publisher's scope and what happened.</param>
/// <param name="Scope">Scope without which a client may not ask for it: what it could not read it is not told either.</param>
internal sealed record EventType(string Name, string Scope)
{
    internal static readonly EventType CaseOpened = new("power-items.case-opened", "power-items");
    internal static readonly EventType StepDecided = new("power-items.step-decided", "power-items");
    internal static readonly EventType CaseClosed = new("power-items.case-closed", "power-items");
    internal static readonly EventType LessonCompleted = new("learning.lesson-completed", "learning");
    internal static readonly EventType ProgrammePublished = new("welfare.programme-published", "welfare");

    internal static IReadOnlyList<EventType> All { get; } = [CaseOpened, StepDecided, CaseClosed, LessonCompleted, ProgrammePublished];

    internal static EventType? Named(string name) => All.FirstOrDefault(type => type.Name == name);
}
