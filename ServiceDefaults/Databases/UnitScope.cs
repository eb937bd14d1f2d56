using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>What a unit of work may see: the units whose path starts with one of these, and rows of its own subject.</summary>
/// <param name="Paths">Path prefixes; an empty prefix means everything, no prefix means nothing.</param>
/// <param name="Subject">Person or client on whose behalf the work is done; null for the service itself.</param>
public sealed record UnitScope(IReadOnlyList<string> Paths, string? Subject)
{
    /// <summary>For consumers and background work.</summary>
    public static UnitScope Everything { get; } = new([""], null);

    /// <summary>For requests that no caller signed: sees no row that belongs to a unit.</summary>
    public static UnitScope Nothing { get; } = new([], null);

    /// <summary>What the caller's roles let them read.</summary>
    public static UnitScope Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.Units, caller.Subject);
    }

    internal string ToArrayLiteral() =>
        "{" + string.Join(",", Paths.Select(path => $"\"{path.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"")) + "}";
}
