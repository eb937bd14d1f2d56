using Ronghe.Situation.Cases;

namespace Ronghe.Situation.Counts;

/// <summary>Names of the figures that are kept.</summary>
internal static class Figures
{
    internal const string CasesOpened = "cases.opened";
    internal const string CasesRunning = "cases.running";
    internal const string CasesApproved = "cases.approved";
    internal const string CasesRejected = "cases.rejected";
    internal const string StepsDecided = "steps.decided";
    internal const string LessonsCompleted = "lessons.completed";
    internal const string ProgrammesPublished = "programmes.published";

    /// <summary>For figures that are not kept by domain.</summary>
    internal const string NoDomain = "";

    internal static string OfState(string state) => state switch
    {
        CaseRow.Running => CasesRunning,
        CaseRow.Approved => CasesApproved,
        CaseRow.Rejected => CasesRejected,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state that is counted."),
    };
}
