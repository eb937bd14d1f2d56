using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Attempts;

/// <param name="Answer">Letters as shown on the paper, T or F, or text; empty takes the answer back.</param>
/// <param name="Revision">Counted up by the device for each change; a late request with a lower one changes nothing.</param>
public sealed record SaveAnswerRequest([Required(AllowEmptyStrings = true), StringLength(4000)] string? Answer, [Required, Range(1, int.MaxValue)] int? Revision);

public sealed record SaveAnswerResponse(int Number, int Revision, DateTimeOffset SavedAt);

/// <summary>One answer, acknowledged when it is on the disk. The same request again is acknowledged again.</summary>
internal static class SaveAnswer
{
    internal static async Task<Results<Ok<SaveAnswerResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid attemptId, int number, SaveAnswerRequest request, Caller caller, AttemptWrites writes, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var kept = await writes.Save(new(attemptId, caller.PersonId, number, request.Answer!, request.Revision!.Value, now), CancellationToken.None);
        if (kept.State is null) return TypedResults.NotFound();
        if (kept.Revision == request.Revision && kept.Given == request.Answer) return TypedResults.Ok(new SaveAnswerResponse(number, kept.Revision, kept.SavedAt));
        if (kept.State != AttemptStates.Running) return AttemptRefusals.Submitted.ToProblem();
        if (kept.EndsAt <= now) return AttemptRefusals.Over.ToProblem();
        return Superseded(kept).ToProblem();
    }

    private static Refusal Superseded(KeptAnswer kept) => new(
        "answer-superseded", "另一台设备保存了更新的答案。", "A newer answer was saved, perhaps on another device.")
    {
        Details = new Dictionary<string, object?> { ["answer"] = kept.Given, ["revision"] = kept.Revision },
    };
}
