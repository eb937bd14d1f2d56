using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Learning.Lessons;

namespace Ronghe.Learning.Questions;

/// <summary>A question of the bank. Exams freeze a copy when they are published, so that editing changes no exam.</summary>
internal sealed class BankQuestion
{
    public required Guid Id { get; init; }

    /// <summary>Unique in the bank; an import with the same code replaces the content.</summary>
    public required string Code { get; init; }

    /// <summary>The unit whose organisers keep it.</summary>
    public required string UnitPath { get; init; }

    public required string Topic { get; set; }

    public required string Kind { get; set; }

    public required QuestionContent Content { get; set; }

    public required bool Retired { get; set; }

    public required long Version { get; set; }

    internal static void Configure(EntityTypeBuilder<BankQuestion> entity)
    {
        entity.ToTable("bank_questions", table => table.HasCheckConstraint("ck_bank_questions_kind", $"kind IN ({QuestionKinds.Quoted})"));
        entity.HasKey(question => question.Id);
        entity.HasIndex(question => question.Code).IsUnique();
        entity.HasIndex(question => new { question.Topic, question.Kind });
        entity.Property(question => question.Content).AsJson();
    }
}

/// <param name="CaseText">What happened; only for case questions.</param>
/// <param name="Answers">
/// The right letters; in order for an ordering; every accepted wording for a fill-in; what a good answer names, for the marker of a case.
/// </param>
/// <param name="Basis">Law, version and article it rests on.</param>
internal sealed record QuestionContent(
    string Text, string? CaseText, IReadOnlyList<string> Options, IReadOnlyList<string> Answers, string Explanation, string Basis);

internal static class QuestionKinds
{
    internal const string Single = nameof(Single);
    internal const string Multiple = nameof(Multiple);
    internal const string TrueFalse = nameof(TrueFalse);
    internal const string FillIn = nameof(FillIn);
    internal const string Ordering = nameof(Ordering);
    internal const string Case = nameof(Case);

    internal static readonly IReadOnlyList<string> All = [Single, Multiple, TrueFalse, FillIn, Ordering, Case];

    internal static string Quoted => string.Join(", ", All.Select(kind => $"'{kind}'"));

    internal static bool HasOptions(string kind) => kind is Single or Multiple or Ordering;
}
