using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Exams;

/// <summary>A published exam with the questions that papers are drawn from, in order of their numbers.</summary>
internal sealed record LiveExam(Exam Exam, IReadOnlyList<ExamQuestion> Questions);

/// <summary>Published exams stand still, so that each process reads one once and starts and marks papers without asking again.</summary>
internal sealed class LiveExams(UnitOfWorkFactory<LearningDb> work)
{
    private const int Most = 200;
    private readonly ConcurrentDictionary<Guid, Lazy<Task<LiveExam?>>> kept = new();

    /// <summary>Null when there is no such exam, or it is still a draft.</summary>
    internal async Task<LiveExam?> Find(Guid examId)
    {
        if (kept.Count > Most) kept.Clear();
        var reading = kept.GetOrAdd(examId, id => new(() => Read(id)));
        try
        {
            if (await reading.Value is { } live) return live;
        }
        catch
        {
            kept.TryRemove(examId, out _);
            throw;
        }

        kept.TryRemove(examId, out _); // a draft may be published a moment later
        return null;
    }

    private async Task<LiveExam?> Read(Guid examId)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, CancellationToken.None);
        var exam = await unit.Db.Exams.AsNoTracking().SingleOrDefaultAsync(row => row.Id == examId && row.State == ExamStates.Published);
        return exam is null ? null : new(exam, await unit.Db.ExamQuestions.AsNoTracking().Where(row => row.ExamId == examId).OrderBy(row => row.Number).ToListAsync());
    }
}
