namespace Ronghe.Learning.Xapi.Rules;

/// <summary>What was sent breaks the xAPI specification: where, and how. Becomes 400; nothing of the request is stored.</summary>
/// <param name="where">Path of the property, such as <c>[3].actor.mbox</c>, or the parameter's name.</param>
internal sealed class MalformedException(string where, string chinese, string english) : Exception($"{where}: {english}")
{
    internal string Where { get; } = where;

    internal string Chinese { get; } = chinese;

    internal string English { get; } = english;

    /// <summary>The same fault, seen from a level further out.</summary>
    internal MalformedException Below(string prefix) => new(prefix + Where, Chinese, English);
}
