using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Situation.Counts;

/// <summary>Cases of one domain.</summary>
public sealed record DomainFigures(string Domain, long Opened, long Running, long Approved, long Rejected);

/// <summary>The figures of a scope; those of cases are the sums over the domains.</summary>
public sealed record ScopeFigures(
    long CasesOpened, long CasesRunning, long CasesApproved, long CasesRejected, long StepsDecided, long LessonsCompleted,
    long ProgrammesPublished, IReadOnlyList<DomainFigures> Domains);

/// <param name="Scope">Path of the unit whose subtree is counted.</param>
/// <param name="QueryId">Names what was asked of which state: the same on every replica and every screen.</param>
/// <param name="AsOf">When the latest event counted happened; null when there is none.</param>
/// <param name="StateVersion">Raised with every change; 0 when nothing has been counted yet.</param>
public sealed record CountsResponse(string Scope, string QueryId, DateTimeOffset? AsOf, long StateVersion, ScopeFigures Figures)
{
    internal static string QueryIdOf(string scope, long stateVersion) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"situation.counts/1\n{scope}\n{stateVersion}")))[..16];
}
