using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Audiences;

public sealed record PreviewAudienceRequest([Required] AudienceRule? Rule);

/// <param name="Reasons">Why this person is among them.</param>
public sealed record SampledPerson(Guid PersonId, string UnitPath, IReadOnlyList<string> Reasons);

/// <param name="Within">People of the organiser's unit, met or not.</param>
public sealed record PreviewAudienceResponse(int Count, int Within, IReadOnlyList<SampledPerson> Sample);

/// <summary>How many, and for a few of them why, before anything is sent. Keeps nothing.</summary>
internal static class PreviewAudience
{
    private const int SampleSize = 10;

    internal static async Task<Results<Ok<PreviewAudienceResponse>, ProblemHttpResult>> Handle(
        PreviewAudienceRequest request, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        if (AudienceRules.Fault(request.Rule!) is { } fault) return ProblemTypes.Invalid(("rule", fault.Chinese, fault.English));

        var (count, within) = (0, 0);
        var sample = new List<SampledPerson>();
        await foreach (var (personId, facts) in Targeting.People(caller.UnitPath, db, ct))
        {
            within++;
            if (!request.Rule!.Matches(facts)) continue;
            if (++count <= SampleSize) sample.Add(new(personId, facts.UnitPath, Words(request.Rule!, facts)));
        }

        return TypedResults.Ok(new PreviewAudienceResponse(count, within, sample));
    }

    internal static IReadOnlyList<string> Words(AudienceRule rule, Facts facts) =>
        [.. rule.Reasons(facts).Select(reason => ReadLesson.InReadersLanguage(reason.Chinese, reason.English)).Distinct()];
}
