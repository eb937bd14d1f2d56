namespace Ronghe.LedgerVerifier;

/// <summary>What is wrong, and what the reader should know beside it.</summary>
internal sealed class Findings
{
    private readonly List<(string Code, string Chinese, string English)> findings = [];
    private readonly List<(string Chinese, string English)> notes = [];

    internal int Count => findings.Count;

    internal void Add(string code, string chinese, string english) => findings.Add((code, chinese, english));

    internal void Note(string chinese, string english) => notes.Add((chinese, english));

    internal void Write(TextWriter output)
    {
        foreach (var (chinese, english) in notes) output.WriteLine($"  说明 note     {chinese}\n                {english}");
        foreach (var (code, chinese, english) in findings) output.WriteLine($"  问题 FINDING  [{code}] {chinese}\n                {english}");
        output.WriteLine(findings.Count == 0
            ? "结论：未发现问题。\nResult: nothing is wrong."
            : $"结论：发现 {findings.Count} 个问题，该证据不可信。\nResult: {findings.Count} finding(s). This evidence cannot be trusted.");
    }
}
