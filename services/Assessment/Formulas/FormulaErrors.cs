namespace Ronghe.Assessment.Formulas;

/// <summary>Every way in which a formula that reads well can still be wrong.</summary>
internal static class FormulaErrors
{
    internal const string Zero = "formula-may-divide-by-zero";

    internal static FormulaError WrongResult(Unit? found, Unit wanted) => new(
        "formula-wrong-unit", 0, $"结果的单位应是 {wanted}，现在是 {found?.Text ?? "真假判断"}。",
        $"The result has to be in {wanted}; it is {(found is null ? "a condition" : $"in {found}")}.");

    internal static FormulaException Differ(int at, Unit left, Unit right) => Of(
        "formula-wrong-unit", at, $"两边单位不同：左边 {left}，右边 {right}。", $"The units differ: {left} on the left, {right} on the right.");

    internal static FormulaException NotPlain(int at, Unit unit) => Of(
        "formula-wrong-unit", at, $"这里要不带单位的数，现在单位是 {unit}。", $"A plain number is needed here, not {unit}.");

    internal static FormulaException NotConvertible(int at, Unit from, Unit to) => Of(
        "formula-wrong-unit", at, $"{from} 不能换算成 {to}。", $"{from} cannot be turned into {to}.");

    internal static FormulaException UnknownUnit(int at, string name) => Of(
        "formula-unknown-name", at, $"没有“{name}”这个单位。", $"There is no unit '{name}'.");

    internal static FormulaException UnknownName(int at, string name) => Of(
        "formula-unknown-name", at, $"没有“{name}”这个名称。", $"There is nothing named '{name}'.");

    internal static FormulaException BareSeries(int at, string name) => Of(
        "formula-unknown-name", at, $"“{name}”是数据项，要写明怎样汇总，例如 sum({name})。", $"'{name}' is a series: say how to sum it up, such as sum({name}).");

    internal static FormulaException NeedsCondition(int at) => Of(
        "formula-wrong-type", at, "这里要一个条件，如 a > b。", "A condition is needed here, such as a > b.");

    internal static FormulaException NeedsNumber(int at) => Of("formula-wrong-type", at, "这里要一个数，不是条件。", "A number is needed here, not a condition.");

    internal static FormulaException WrongArguments(int at, string usage) => Of(
        "formula-wrong-arguments", at, $"应写成 {usage}。", $"Write {usage}.");

    internal static FormulaException MayBeZero(int at) => Of(
        Zero, at, "除数可能为零。请用 if … > 0 then … else … 判断，或用 max(…, 1) 保证大于零。",
        "The divisor can be zero. Ask with if … > 0 then … else …, or keep it above zero with max(…, 1).");

    internal static FormulaException TooCostly(int at, string chinese, string english) => Of("formula-too-costly", at, chinese, english);

    private static FormulaException Of(string type, int at, string chinese, string english) => new(new FormulaError(type, at, chinese, english));
}
