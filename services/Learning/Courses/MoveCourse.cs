using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Courses;

/// <param name="Act">submit, send-back, publish or retire.</param>
public sealed record MoveCourseRequest([Required, RegularExpression("submit|send-back|publish|retire")] string? Act);

public sealed record MoveCourseResponse(string Code, int Number, string State);

/// <summary>Takes a version on its way. Publishing retires the version before it in the same moment.</summary>
internal static class MoveCourse
{
    internal static async Task<Results<Ok<MoveCourseResponse>, NotFound, ProblemHttpResult>> Handle(
        string code, int number, MoveCourseRequest request, Caller caller, LearningDb db, TimeProvider clock)
    {
        if (await db.CourseVersions.SingleOrDefaultAsync(row => row.Code == code && row.Number == number) is not { } course) return TypedResults.NotFound();
        if (!caller.Organises(course.UnitPath)) return Organisers.NotYours.ToProblem();
        var refusal = request.Act switch
        {
            "submit" => course.Submit(),
            "send-back" => course.SendBack(),
            "publish" => course.Publish(caller.PersonId, clock.GetUtcNow()),
            _ => course.Retire(),
        };
        if (refusal is not null) return refusal.ToProblem();
        if (request.Act == "publish")
        {
            await db.CourseVersions.Where(row => row.Code == code && row.State == CourseStates.Published)
                .ExecuteUpdateAsync(row => row.SetProperty(before => before.State, CourseStates.Retired).SetProperty(before => before.Version, before => before.Version + 1));
        }

        await db.SaveChangesAsync();
        return TypedResults.Ok(new MoveCourseResponse(course.Code, course.Number, course.State));
    }
}
