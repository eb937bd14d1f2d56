using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Splitting;

/// <summary>The amount of a case under one thing that it may share with others.</summary>
internal sealed class CaseSum
{
    public required Guid CaseId { get; init; }

    /// <summary>A field of the form, or unit.</summary>
    public required string Key { get; init; }

    public required string Value { get; init; }

    public required string ItemCode { get; init; }

    public required decimal Amount { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required string Title { get; init; }

    /// <summary>Not unit-scoped: the radar looks across units.</summary>
    public required string UnitPath { get; init; }

    public required string State { get; init; }
}

internal static class CaseSums
{
    /// <summary>Writes how a case ended: what was rejected or given up counts no longer.</summary>
    internal static Task CloseSums(this PowerItemsDb db, PowerCase powerCase, CancellationToken ct)
    {
        var (id, state) = (powerCase.Id, powerCase.State.ToString());
        return powerCase.Tier is null ? Task.CompletedTask : db.Sums.Where(sum => sum.CaseId == id).ExecuteUpdateAsync(set => set.SetProperty(sum => sum.State, state), ct);
    }
}
