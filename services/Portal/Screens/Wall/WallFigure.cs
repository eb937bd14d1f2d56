using Ronghe.Portal.Calls;

namespace Ronghe.Portal.Screens.Wall;

/// <summary>The figures that the wall shows: name in addresses, name in the live data, value, and whether cases stand behind it.</summary>
internal sealed record WallFigure(string Name, string Property, Func<ScopeFigures, long> Value, bool HasCases)
{
    public static IReadOnlyList<WallFigure> All { get; } =
    [
        new("running", "casesRunning", figures => figures.CasesRunning, true),
        new("opened", "casesOpened", figures => figures.CasesOpened, true),
        new("approved", "casesApproved", figures => figures.CasesApproved, true),
        new("rejected", "casesRejected", figures => figures.CasesRejected, true),
        new("decided", "stepsDecided", figures => figures.StepsDecided, false),
        new("lessons", "lessonsCompleted", figures => figures.LessonsCompleted, false),
        new("programmes", "programmesPublished", figures => figures.ProgrammesPublished, false),
    ];

    public static WallFigure? Find(string? name) => All.FirstOrDefault(figure => figure.Name == name);
}
