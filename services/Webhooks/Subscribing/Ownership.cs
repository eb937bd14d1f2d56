using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Webhooks.Subscribing;

internal static class Ownership
{
    /// <summary>A client's own subscriptions; a system administrator also those of the units that they run.</summary>
    internal static IQueryable<WebhookSubscription> Of(this IQueryable<WebhookSubscription> subscriptions, Caller caller)
    {
        var (subject, everything) = (caller.Subject, RunsSystem(caller));
        return subscriptions.Where(subscription => everything || subscription.ClientId == subject);
    }

    // Row-level security leaves an administrator the rows of their own units.
    internal static bool RunsSystem(Caller caller) => caller.Roles.Any(grant => grant.Role == RoleNames.SystemAdministrator);
}
