using System.Text.RegularExpressions;
using Ronghe.Identity.Accounts;

namespace Ronghe.Identity.Credentials;

/// <summary>
/// What a password must be (GB/T 22239 8.1.4.1; NIST SP 800-63B 5.1.1.2): at least 12 characters, not made of a password that
/// everybody knows, nothing of the person in it. No demand for signs and capitals: length counts.
/// </summary>
internal sealed partial class PasswordRules(CommonPasswords common)
{
    internal const int Shortest = 12;
    internal const int Longest = 128;

    /// <summary>Null when the password is good.</summary>
    internal AccountProblem? Refuse(string password, string number, string name, string userName, int? birthMonth, int? birthDay)
    {
        if (password.Length is < Shortest or > Longest)
            return new($"密码应为 {Shortest} 至 {Longest} 个字符。", $"A password has {Shortest} to {Longest} characters.");
        if (password.Distinct().Count() < 5)
            return new("密码中重复的字符太多。", "The password repeats too few characters.");
        if (OfThePerson(password, number, name, userName, birthMonth, birthDay))
            return new("密码中不能含有本人的姓名、工号、用户名或生日。", "The password must not hold your name, number, user name or birthday.");
        return common.Knows(password)
            ? new("这个密码太常见，容易被猜到，请换一个，例如用几个不相干的词连起来。", "This password is too common. Choose another, such as several words that have nothing to do with each other.")
            : null;
    }

    private static bool OfThePerson(string password, string number, string name, string userName, int? month, int? day)
    {
        var folded = password.ToLowerInvariant();
        return new[] { number, name, userName }.Any(own => own.Length >= 2 && folded.Contains(own.ToLowerInvariant(), StringComparison.Ordinal))
            || (month is not null && day is not null && Birthday().Matches(folded).Any(match => match.Value.EndsWith($"{month:00}{day:00}", StringComparison.Ordinal)));
    }

    // A whole date, or month and day alone: 19900506, 900506, 0506.
    [GeneratedRegex(@"(?<!\d)(\d{4}|\d{2})?\d{4}(?!\d)")]
    private static partial Regex Birthday();
}
