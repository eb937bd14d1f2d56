using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Lessons;
using Ronghe.Learning.Questions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Attempts;

/// <param name="Number">The question's number in the exam: it names the question when an answer is saved.</param>
public sealed record PaperQuestionResponse(int Number, string Kind, decimal Points, string Text, string? CaseText, IReadOnlyList<OptionResponse> Options);

/// <param name="Revision">The device counts up from here.</param>
public sealed record SavedAnswerResponse(int Number, string Answer, int Revision);

/// <param name="ServerTime">The clock that counts; a device shows the time left by it.</param>
public sealed record AttemptResponse(
    Guid AttemptId, int Number, DateTimeOffset StartedAt, DateTimeOffset EndsAt, DateTimeOffset ServerTime,
    IReadOnlyList<PaperQuestionResponse> Questions, IReadOnlyList<SavedAnswerResponse> Answers);

/// <summary>Starts, or goes on with what was started on any device.</summary>
internal static class StartAttempt
{
    internal static async Task<Results<Ok<AttemptResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid examId, Caller caller, LiveExams exams, AttemptWrites writes, UnitOfWorkFactory<LearningDb> work, TimeProvider clock)
    {
        if (!caller.IsPerson) return Organisers.PersonsOnly.ToProblem();
        if (await exams.Find(examId) is not { } live) return TypedResults.NotFound();
        var now = clock.GetUtcNow();
        if (now < live.Exam.OpensAt) return NotOpen(live.Exam).ToProblem();
        if (now >= live.Exam.ClosesAt) return AttemptRefusals.Over.ToProblem();

        StartedAttempt? latest = null;
        Attempt attempt;
        do
        {
            attempt = Draw(live, caller, (latest?.Number ?? 0) + 1, now);
            latest = await writes.Start(new(attempt, live.Exam.AudienceId), CancellationToken.None);
            if (latest is null) return NotInvited.ToProblem();
        }
        while (latest.State != AttemptStates.Running && latest.Number < live.Exam.Attempts);

        if (latest.State != AttemptStates.Running) return NoneLeft.ToProblem();
        if (latest.EndsAt <= now) return AttemptRefusals.Over.ToProblem();
        return TypedResults.Ok(Describe(live, latest, latest.Id == attempt.Id ? [] : await Answers(latest.Id, work), now));
    }

    internal static AttemptResponse Describe(LiveExam live, StartedAttempt attempt, IReadOnlyList<SavedAnswerResponse> answers, DateTimeOffset now) => new(
        attempt.Id, attempt.Number, attempt.StartedAt, attempt.EndsAt, now, [.. attempt.Paper.Select(entry => Describe(live.Questions[entry.Number - 1], entry))], answers);

    private static PaperQuestionResponse Describe(ExamQuestion question, PaperQuestion entry) => new(
        question.Number, question.Kind, question.Points, question.Content.Text, question.Content.CaseText,
        [.. entry.Order.Select((option, place) => new OptionResponse(QuestionRules.Letter(place), question.Content.Options[option]))]);

    private static async Task<IReadOnlyList<SavedAnswerResponse>> Answers(Guid attemptId, UnitOfWorkFactory<LearningDb> work)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, CancellationToken.None);
        return await unit.Db.Answers.Where(row => row.AttemptId == attemptId).OrderBy(row => row.Number)
            .Select(row => new SavedAnswerResponse(row.Number, row.Given, row.Revision)).ToListAsync();
    }

    private static Attempt Draw(LiveExam live, Caller caller, int number, DateTimeOffset now)
    {
        var end = now.AddMinutes(live.Exam.Minutes);
        return new()
        {
            Id = Guid.CreateVersion7(now), ExamId = live.Exam.Id, PersonId = caller.PersonId, UnitPath = caller.UnitPath, Number = number,
            Paper = PaperDraw.Draw(live, caller.PersonId, number), StartedAt = now, EndsAt = end < live.Exam.ClosesAt ? end : live.Exam.ClosesAt,
            SubmittedAt = null, State = AttemptStates.Running, Points = null, Passed = null, Version = 1,
        };
    }

    private static Refusal NotOpen(Exam exam) => new("exam-not-open", "考试还没有开始。", "The exam has not opened yet.")
    {
        Details = new Dictionary<string, object?> { ["opensAt"] = exam.OpensAt },
    };

    private static readonly Refusal NotInvited = new("exam-not-for-you", "您不在这次考试的范围内。", "This exam is not addressed to you.", StatusCodes.Status403Forbidden);

    private static readonly Refusal NoneLeft = new("no-attempt-left", "考试机会已经用完。", "No attempt is left.");
}

internal static class AttemptRefusals
{
    internal static readonly Refusal Over = new("exam-over", "考试已经结束，已保存的答案都有效。", "The exam is over. Every answer that was saved counts.");

    internal static readonly Refusal Submitted = new("attempt-submitted", "已经交卷，答案不能再改。", "The paper was handed in; answers stand still.");
}
