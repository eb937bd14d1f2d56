using Ronghe.Learning.Marks;
using Ronghe.ServiceDefaults.Idempotency;

namespace Ronghe.Learning.Attempts;

internal static class AttemptEndpoints
{
    /// <summary>These open their own short transactions, which many requests share.</summary>
    internal static RouteGroupBuilder MapAttempts(this RouteGroupBuilder routes)
    {
        var attempts = routes.MapGroup("").WithTags("Attempts").WithMetadata(new WithoutUnitOfWork());
        attempts.MapPost("/exams/{examId:guid}/attempts", StartAttempt.Handle).WithName(nameof(StartAttempt));
        attempts.MapPut("/attempts/{attemptId:guid}/answers/{number:int}", SaveAnswer.Handle).WithName(nameof(SaveAnswer));
        attempts.MapPost("/attempts/{attemptId:guid}/submission", SubmitAttempt.Handle).WithName(nameof(SubmitAttempt));
        attempts.MapGet("/attempts/{attemptId:guid}", SubmitAttempt.Read).WithName("ReadAttempt");
        attempts.MapPost("/attempts/{attemptId:guid}/marks", MarkAnswer.Handle).WithName(nameof(MarkAnswer));
        return routes;
    }
}
