using Ronghe.Contracts.Identity;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>One line of Identity's directory snapshot (NDJSON): units first, then people, then the end. Exactly one field is set.</summary>
public sealed record SnapshotLine(UnitCopy? Unit = null, SnapshotPerson? Person = null, SnapshotEnd? End = null);

/// <summary>A person in the snapshot; leavers are not in it.</summary>
public sealed record SnapshotPerson(Guid Id, long Version, PersonFacts Facts);

/// <summary>Last line: how many of each went before it. A snapshot without it was cut off.</summary>
public sealed record SnapshotEnd(int Units, int People);
