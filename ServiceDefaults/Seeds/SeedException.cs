namespace Ronghe.ServiceDefaults.Seeds;

/// <summary>A seed file is broken. The message is one line: <c>file:line: field: what</c>.</summary>
public sealed class SeedException(string file, long line, string field, string what)
    : Exception($"{file}:{line}: {field}: {what}")
{
    /// <summary>The file as it was named to the reader.</summary>
    public string File { get; } = file;

    /// <summary>First line is 1; 0 when the file itself is missing.</summary>
    public long Line { get; } = line;

    /// <summary>Where in the document, such as <c>items[3].code</c>; <c>(document)</c> for the whole.</summary>
    public string Field { get; } = field;
}
