using System.Globalization;
using Parlot;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace Ronghe.Assessment.Formulas;

/// <summary>
/// or → and → not → comparison → sum → product → sign → primary. Primary: a number with an optional unit or %, a name, a call, brackets,
/// <c>if … then … else …</c>. Names may be Chinese and hold dots.
/// </summary>
internal static class FormulaGrammar
{
    internal const int MostCharacters = 1000;
    internal const int MostDepth = 32;

    private static readonly string[] Keywords = ["and", "or", "not", "if", "then", "else"];
    private static readonly Parser<Node> Whole = Build();

    internal static (Node? Node, FormulaError? Error) Parse(string text)
    {
        if (text.Length > MostCharacters) return (null, TooLong);
        if (DeepAt(text) is { } deep) return (null, new("formula-too-costly", deep, $"嵌套超过 {MostDepth} 层。", $"Nested more than {MostDepth} deep."));
        var context = new ParseContext(new Scanner(text));
        if (!Whole.TryParse(context, out var node, out var error))
        {
            return (null, Syntax(error?.Position.Offset ?? context.Scanner.Cursor.Offset, text));
        }

        context.SkipWhiteSpace();
        return context.Scanner.Cursor.Eof ? (node, null) : (null, Syntax(context.Scanner.Cursor.Offset, text));
    }

    private static FormulaError TooLong { get; } = new(
        "formula-too-costly", MostCharacters, $"公式最多 {MostCharacters} 个字符。", $"A formula has at most {MostCharacters} characters.");

    private static FormulaError Syntax(int at, string text)
    {
        var rest = text[Math.Min(at, text.Length)..].TrimStart();
        at = text.Length - rest.Length;
        return rest.Length == 0
            ? new("formula-syntax", at, "公式没有写完。", "The formula is not finished.")
            : new("formula-syntax", at, $"这里不该是“{rest[0]}”。", $"'{rest[0]}' is not expected here.");
    }

    private static int? DeepAt(string text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '(' && ++depth > MostDepth) return at;
            if (text[at] == ')') depth--;
        }

        return null;
    }

    private static Parser<Node> Build()
    {
        var expression = Deferred<Node>();
        var needed = expression.ElseError("a value");
        var word = SkipWhiteSpace(Literals.Pattern(IsNamePart)).When((_, span) => IsNameStart(span.Span[0]));
        var name = word.When((_, span) => !Keywords.Contains(span.ToString()));
        var digits = SkipWhiteSpace(Literals.Pattern(character => char.IsAsciiDigit(character) || character == '.'))
            .When((context, span) => decimal.TryParse(span.Span, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _));

        var unit = name.Then(span => span.ToString()).Or(Terms.Text("%"));
        var number = digits.And(unit.Else("")).Then<Node>(parts => Number(parts.Item1, parts.Item2));
        var call = name.AndSkip(Terms.Char('(')).And(Separated(Terms.Char(','), needed)).AndSkip(Terms.Char(')').ElseError(")"))
            .Then<Node>(parts => new CallNode(parts.Item1.Offset, parts.Item1.ToString(), parts.Item2));
        var names = name.Then<Node>(span => new NameNode(span.Offset, span.ToString()));
        var brackets = Between(Terms.Char('('), needed, Terms.Char(')').ElseError(")"));
        var when = Keyword("if").And(needed).AndSkip(Keyword("then").ElseError("then")).And(needed).AndSkip(Keyword("else").ElseError("else")).And(needed)
            .Then<Node>(parts => new IfNode(parts.Item1.Offset, parts.Item2, parts.Item3, parts.Item4));
        var primary = OneOf(when, number, call, names, brackets);

        var signed = ZeroOrMany(Symbol("-")).And(primary).Then<Node>(parts => Unary(parts.Item1, "-", parts.Item2));
        var product = Chain(signed, Symbol("*").Or(Symbol("/")));
        var sum = Chain(product, Symbol("+").Or(Symbol("-")));
        var comparison = OneOf(Symbol("<="), Symbol(">="), Symbol("=="), Symbol("!="), Symbol("<"), Symbol(">")).And(sum.ElseError("a value"));
        var compare = sum.And(comparison.Else(default((TextSpan, Node))))
            .Then<Node>(parts => parts.Item2.Item2 is null ? parts.Item1 : Binary(parts.Item1, parts.Item2.Item1, parts.Item2.Item2));
        var not = ZeroOrMany(Keyword("not")).And(compare).Then<Node>(parts => Unary(parts.Item1, "not", parts.Item2));
        expression.Parser = Chain(Chain(not, Keyword("and")), Keyword("or"));
        return expression;

        Parser<TextSpan> Keyword(string keyword) => word.When((_, span) => span.ToString() == keyword);
    }

    private static Parser<TextSpan> Symbol(string symbol) => SkipWhiteSpace(Capture(Literals.Text(symbol)));

    private static Parser<Node> Chain(Parser<Node> operand, Parser<TextSpan> @operator) => operand
        .And(ZeroOrMany(@operator.And(operand.ElseError("a value"))))
        .Then(parts => parts.Item2.Aggregate(parts.Item1, (left, right) => Binary(left, right.Item1, right.Item2)));

    private static BinaryNode Binary(Node left, TextSpan @operator, Node right) => new(@operator.Offset, @operator.ToString(), left, right);

    private static Node Unary(IReadOnlyList<TextSpan> operators, string name, Node operand) =>
        operators.Reverse().Aggregate(operand, (inner, span) => new UnaryNode(span.Offset, name, inner));

    private static NumberNode Number(TextSpan digits, string unit)
    {
        var value = decimal.Parse(digits.Span, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return unit == "%" ? new(digits.Offset, value / 100, null) : new(digits.Offset, value, unit.Length == 0 ? null : unit);
    }

    private static bool IsNameStart(char character) => char.IsLetter(character) || character == '_';

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.';
}
