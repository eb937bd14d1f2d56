using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Feeds;

public sealed record SetPersonalisationRequest([Required] bool? Personalised);

/// <summary>个人信息保护法 §24: whoever switches it off gets recommendations that use nothing about them.</summary>
internal static class SetPersonalisation
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(SetPersonalisationRequest request, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (!caller.IsPerson) return Organisers.PersonsOnly.ToProblem();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO feed_preferences (person_id, personalised) VALUES ({caller.PersonId}, {request.Personalised!.Value})
            ON CONFLICT (person_id) DO UPDATE SET personalised = excluded.personalised
            """, ct);
        return TypedResults.NoContent();
    }
}
