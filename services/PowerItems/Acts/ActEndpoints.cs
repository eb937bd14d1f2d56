namespace Ronghe.PowerItems.Acts;

internal static class ActEndpoints
{
    internal static RouteGroupBuilder MapActs(this RouteGroupBuilder group)
    {
        var cases = group.MapGroup("/cases/{caseId:guid}").WithTags("Acts");
        cases.MapPost("/acts", TakeAct.Handle).WithName(nameof(TakeAct));
        cases.MapPost("/submission", ResubmitCase.Handle).WithName(nameof(ResubmitCase));
        return group;
    }
}
