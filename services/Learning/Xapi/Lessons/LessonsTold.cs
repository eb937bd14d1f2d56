using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Learning;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Xapi.Lessons;

/// <summary>
/// Completes lessons of which a system's Statements tell that somebody completed or passed them: what an authoring tool's content
/// reports counts like our own check. What people say of themselves does not.
/// </summary>
internal sealed class LessonsTold(LessonShelf shelf, TimeProvider clock)
{
    internal async Task Complete(LearningDb db, IEnumerable<StatementDraft> drafts, CancellationToken ct)
    {
        var told = drafts.Select(draft => draft.LessonTold).OfType<(Guid PersonId, string Code)>().Distinct()
            .Select(one => (one.PersonId, Lesson: shelf.Find(one.Code))).Where(one => one.Lesson is not null).ToList();
        if (told.Count == 0) return;
        var ids = told.Select(one => one.PersonId).ToList();
        var people = await db.Set<PersonCopy>().AsNoTracking().Where(person => person.Active && ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, ct);
        var events = new List<object>();
        foreach (var (personId, lesson) in told)
        {
            if (!people.TryGetValue(personId, out var person)) continue;
            var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
            var isNew = await db.Database.ExecuteSqlAsync($"""
                INSERT INTO completions (id, person_id, unit_path, lesson_code, lesson_version, completed_at)
                VALUES ({id}, {personId}, {person.UnitPath}, {lesson!.Code}, {lesson.Version}, {now})
                ON CONFLICT (person_id, lesson_code, lesson_version) DO NOTHING
                """, ct) == 1;
            if (isNew) events.Add(new LessonCompleted(id, 1, personId, person.UnitPath, lesson.Code, now));
        }

        await db.SaveAndPublishAsync(events, ct);
    }
}
