namespace Ronghe.PowerItems.Tasks;

internal static class TaskEndpoints
{
    internal static RouteGroupBuilder MapTasks(this RouteGroupBuilder group)
    {
        group.MapGroup("/tasks").WithTags("Tasks").MapGet("", ListTasks.Handle).WithName(nameof(ListTasks));
        return group;
    }
}
