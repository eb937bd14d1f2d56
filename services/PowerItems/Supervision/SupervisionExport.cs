using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Supervision;

/// <summary>That somebody took data out: who, what, with which filter, how many rows.</summary>
[AppendOnly]
internal sealed class SupervisionExport
{
    public Guid Id { get; init; }

    /// <summary>Cases, Turnaround or Permissions.</summary>
    public required string Kind { get; init; }

    /// <summary>The request, as it was sent.</summary>
    public required string Filter { get; init; }

    /// <summary>Unit subtrees that the reader inspects: the rows are of these.</summary>
    public required string[] Units { get; init; }

    public required string By { get; init; }

    public int Rows { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file.</summary>
    public required string Sha256 { get; init; }

    public DateTimeOffset At { get; init; }
}
