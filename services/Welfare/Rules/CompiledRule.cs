using System.Globalization;

namespace Ronghe.Welfare.Rules;

/// <summary>A rule made ready to judge many people on one day.</summary>
internal sealed class CompiledRule
{
    private readonly RuleCondition[][] clauses;
    private readonly Func<Member, bool>[][] tests;
    private readonly DateOnly day;

    internal CompiledRule(RuleCondition[][] clauses, DateOnly day)
    {
        (this.clauses, this.day) = (clauses, day);
        tests = [.. clauses.Select(clause => clause.Select(Compile).ToArray())];
    }

    /// <summary>Index of the first clause that does not hold; -1 when the person is entitled, -2 when they have left.</summary>
    internal int Judge(Member member)
    {
        if (!member.Active) return -2;
        for (var index = 0; index < tests.Length; index++)
        {
            var holds = false;
            foreach (var test in tests[index])
            {
                if (!test(member)) continue;
                holds = true;
                break;
            }

            if (!holds) return index;
        }

        return -1;
    }

    /// <summary>Why yes or why no, in plain words for the person.</summary>
    internal (bool Entitled, string Sentence) Explain(Member member) => Judge(member) switch
    {
        -2 => (false, Sentences.HasLeft),
        -1 => (true, Sentences.Yes(clauses.Select(clause => clause.First(condition => Compile(condition)(member))), member, day)),
        var failed => (false, Sentences.No(clauses[failed], member, day)),
    };

    /// <summary>The clause as a heading of a table of reasons.</summary>
    internal string Reason(int clause) => clause == -2 ? Sentences.HasLeft : Sentences.Demand(clauses[clause]);

    private Func<Member, bool> Compile(RuleCondition condition)
    {
        var (least, most) = (condition.AtLeast ?? int.MinValue, condition.AtMost ?? int.MaxValue);
        string[] values = [.. condition.AnyOf ?? []];
        switch (condition.Fact)
        {
            case Facts.UnionMember: return member => member.UnionMember;
            case Facts.PartyMember: return member => member.PartyMember;
            case Facts.YearsOfService:
                return member => member.YearsOfService(day) is var years && years >= least && years <= most;
            case Facts.Unit: return member => Array.Exists(values, path => member.UnitPath.StartsWith(path, StringComparison.Ordinal));
            case Facts.Post: return member => member.Posts.Count > 0 && Array.Exists(values, post => member.Posts.Contains(post));
            case Facts.BirthMonth:
                int[] months = [.. values.Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
                return member => member.BirthMonth is { } month && Array.IndexOf(months, month) >= 0;
            case Facts.HardshipGrade: return member => member.HardshipGrade is { } grade && Array.IndexOf(values, grade) >= 0;
            case Facts.DeclaredEvent or Facts.Honoured:
                if (condition.Fact == Facts.Honoured) values = [.. values.Select(value => "Honour." + value)];
                var since = day.AddDays(-(condition.WithinDays ?? 365));
                return member => member.Events.Any(happened => happened.On >= since && happened.On <= day && Array.IndexOf(values, happened.Kind) >= 0);
            case Facts.HadThisYear:
                return member => member.Had.GetValueOrDefault(values[0]) is var had && had >= least && had <= most;
            default: throw new ArgumentOutOfRangeException(nameof(condition), condition.Fact, "Not a fact.");
        }
    }
}
