using System.Globalization;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.LegalBases;

/// <summary>One version of a law, regulation or rule whose text is on record.</summary>
internal sealed class Law
{
    public Guid Id { get; init; }

    /// <summary>Short name, as items cite it.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Date of the version.</summary>
    public DateOnly Version { get; init; }

    public DateOnly InForceFrom { get; init; }

    /// <summary>First day on which it no longer holds; null while no later version is on record.</summary>
    public DateOnly? InForceTo { get; private set; }

    public DateTimeOffset ImportedAt { get; init; }

    internal void EndOn(DateOnly day) => InForceTo = day;

    /// <summary>The date as items write it.</summary>
    internal string VersionText => Version.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

[AppendOnly]
internal sealed class LawArticle
{
    public Guid LawId { get; init; }

    /// <summary>1, 2, …; 12-1 for 第十二条之一.</summary>
    public required string Number { get; init; }

    /// <summary>Place within the law, from 1.</summary>
    public int Position { get; init; }

    public string? Chapter { get; init; }

    public required string Text { get; init; }

    /// <summary>SHA-256 of the text: tells which articles a new version changes.</summary>
    public required byte[] Digest { get; init; }
}

/// <summary>An item in force that rests on an article which a new version of the law changed, to be looked at again.</summary>
internal sealed class BasisReview
{
    public Guid Id { get; init; }

    public required string Law { get; init; }

    public DateOnly FromVersion { get; init; }

    public DateOnly ToVersion { get; init; }

    public required string ItemCode { get; init; }

    public int ItemVersion { get; init; }

    /// <summary>The changed or dropped articles that the item names.</summary>
    public required string[] Articles { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public string? SettledBy { get; private set; }

    /// <summary>What was found: kept as it is, or a new version of the item.</summary>
    public string? Conclusion { get; private set; }

    internal void Settle(string by, string conclusion, DateTimeOffset at) => (SettledBy, Conclusion, SettledAt) = (by, conclusion, at);
}

/// <summary>A case that was running when an article under its item changed. The case goes on; whoever decides must know.</summary>
[AppendOnly]
internal sealed class CaseFlag : IUnitScoped
{
    public Guid CaseId { get; init; }

    public Guid ReviewId { get; init; }

    public required string UnitPath { get; init; }

    public DateTimeOffset At { get; init; }
}
