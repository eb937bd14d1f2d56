using System.Globalization;

namespace Ronghe.Assessment.Formulas;

/// <summary>A part of a formula as it was written.</summary>
/// <param name="At">Offset of its first character, or of its operator.</param>
internal abstract record Node(int At)
{
    /// <summary>One spelling for formulas that differ only in white space and brackets.</summary>
    internal abstract string Canonical { get; }
}

internal sealed record NumberNode(int At, decimal Value, string? UnitName) : Node(At)
{
    internal override string Canonical => Value.ToString("0.############################", CultureInfo.InvariantCulture)
        + (UnitName is null ? "" : " " + (KnownUnits.SymbolOf(UnitName) ?? UnitName));
}

internal sealed record NameNode(int At, string Name) : Node(At)
{
    internal override string Canonical => Name;
}

internal sealed record UnaryNode(int At, string Operator, Node Operand) : Node(At)
{
    internal override string Canonical => Operator == "not" ? $"not({Operand.Canonical})" : $"-({Operand.Canonical})";
}

internal sealed record BinaryNode(int At, string Operator, Node Left, Node Right) : Node(At)
{
    internal override string Canonical => $"({Left.Canonical} {Operator} {Right.Canonical})";
}

internal sealed record CallNode(int At, string Name, IReadOnlyList<Node> Arguments) : Node(At)
{
    internal override string Canonical => $"{Name}({string.Join(", ", Arguments.Select(Argument))})";

    // The unit that to(…) turns into is written as its symbol, whatever language it came in.
    private string Argument(Node argument) => Name == "to" && argument is NameNode unit && KnownUnits.SymbolOf(unit.Name) is { } symbol ? symbol : argument.Canonical;
}

internal sealed record IfNode(int At, Node Condition, Node Then, Node Else) : Node(At)
{
    internal override string Canonical => $"(if {Condition.Canonical} then {Then.Canonical} else {Else.Canonical})";
}
