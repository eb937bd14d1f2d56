namespace Ronghe.PowerItems.Steps;

internal static class StepEndpoints
{
    internal static RouteGroupBuilder MapSteps(this RouteGroupBuilder group)
    {
        var steps = group.MapGroup("/cases/{caseId:guid}/steps").WithTags("Steps");
        steps.MapPost("/{stepId:guid}/decision", DecideStep.Handle).WithName(nameof(DecideStep));
        return group;
    }
}
