using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Audiences;

public sealed record CreateAudienceRequest([Required, Length(1, 100)] string? Name, [Required] AudienceRule? Rule);

public sealed record CreateAudienceResponse(Guid AudienceId, int Members);

/// <summary>Keeps a rule for the organiser's own unit and fills it at once.</summary>
internal static class CreateAudience
{
    internal static async Task<Results<Created<CreateAudienceResponse>, ProblemHttpResult>> Handle(
        CreateAudienceRequest request, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        if (AudienceRules.Fault(request.Rule!) is { } fault) return ProblemTypes.Invalid(("rule", fault.Chinese, fault.English));
        var audience = new Audience { Id = Guid.CreateVersion7(clock.GetUtcNow()), UnitPath = caller.UnitPath, Name = request.Name!, Rule = request.Rule! };
        db.Audiences.Add(audience);
        await db.SaveChangesAsync(ct);
        var members = await Targeting.Fill(audience, db, ct);
        return TypedResults.Created($"/api/v1/learning/audiences/{audience.Id}", new CreateAudienceResponse(audience.Id, members));
    }
}
