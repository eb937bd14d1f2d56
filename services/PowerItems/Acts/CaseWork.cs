using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Minutes;
using Ronghe.PowerItems.Splitting;
using Ronghe.PowerItems.Timers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Acts;

internal static class CaseWork
{
    /// <summary>Rules that are data, the machine's doors, and the timer.</summary>
    internal static IServiceCollection AddCaseWork(this IServiceCollection services)
    {
        services.AddSeed(PostNames.Read).AddSeed(WorkingCalendar.Read).AddSeed(SupervisionLine.Read).AddSeed(DecisionBodies.Read).AddSeed(SplittingRules.Read);
        services.AddSingleton<SplittingRadar>().AddSingleton<ActWorlds>().AddSingleton<ActDoor>().AddScoped<TopicDoor>();
        return services.AddSingleton<DueScan>().AddHostedService<DueTimer>();
    }
}
