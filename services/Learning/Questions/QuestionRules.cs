namespace Ronghe.Learning.Questions;

/// <summary>What makes a question one that can be asked and marked.</summary>
internal static class QuestionRules
{
    internal const string True = "T";
    internal const string False = "F";
    private const int MostOptions = 8;
    private const int LongestText = 2000;

    /// <summary>Field, Chinese and English of everything that is wrong.</summary>
    internal static IEnumerable<(string Field, string Chinese, string English)> Faults(string code, string topic, string kind, QuestionContent content)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > 60) yield return ("code", "编号必填，最多 60 字。", "A code of at most 60 characters is needed.");
        if (string.IsNullOrWhiteSpace(topic)) yield return ("topic", "专题必填。", "A topic is needed.");
        if (string.IsNullOrWhiteSpace(content.Text) || content.Text.Length > LongestText) yield return ("text", "题干必填，最多 2000 字。", "The question needs a text of at most 2,000 characters.");
        if (string.IsNullOrWhiteSpace(content.Explanation)) yield return ("explanation", "请写明解析。", "Explain the answer.");
        if (string.IsNullOrWhiteSpace(content.Basis)) yield return ("basis", "请写明依据的条款。", "Name the article it rests on.");
        if (!QuestionKinds.All.Contains(kind)) yield return ("kind", $"题型应为 {string.Join("、", QuestionKinds.All)} 之一。", $"The kind must be one of {string.Join(", ", QuestionKinds.All)}.");
        foreach (var fault in OptionFaults(kind, content).Concat(AnswerFaults(kind, content))) yield return fault;
    }

    private static IEnumerable<(string, string, string)> OptionFaults(string kind, QuestionContent content)
    {
        if (!QuestionKinds.HasOptions(kind))
        {
            if (content.Options.Count > 0) yield return ("options", "这种题型没有选项。", "This kind has no options.");
            yield break;
        }

        if (content.Options.Count is < 2 or > MostOptions) yield return ("options", "应有 2–8 个选项。", "There must be 2–8 options.");
        if (content.Options.Any(string.IsNullOrWhiteSpace)) yield return ("options", "选项不能为空。", "No option may be empty.");
        if (content.Options.Distinct().Count() != content.Options.Count) yield return ("options", "选项不能相同。", "No two options may be the same.");
    }

    private static IEnumerable<(string, string, string)> AnswerFaults(string kind, QuestionContent content)
    {
        var letters = Enumerable.Range(0, content.Options.Count).Select(Letter).ToHashSet();
        var answers = content.Answers;
        var right = kind switch
        {
            QuestionKinds.Single => answers.Count == 1 && letters.Contains(answers[0]),
            QuestionKinds.Multiple => answers.Count >= 2 && answers.Distinct().Count() == answers.Count && answers.All(letters.Contains),
            QuestionKinds.TrueFalse => answers is [True] or [False],
            QuestionKinds.Ordering => answers.Count == letters.Count && answers.ToHashSet().SetEquals(letters),
            QuestionKinds.FillIn or QuestionKinds.Case => answers.Count > 0 && !answers.Any(string.IsNullOrWhiteSpace),
            _ => true,
        };
        if (!right) yield return ("answer", "答案与题型或选项不符。", "The answer does not fit the kind or the options.");
        if (kind == QuestionKinds.Case && string.IsNullOrWhiteSpace(content.CaseText)) yield return ("caseText", "案例题要写明案情。", "A case question needs its case.");
    }

    internal static string Letter(int index) => ((char)('A' + index)).ToString();
}
