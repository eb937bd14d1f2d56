using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Webhooks.Events;

public sealed class DeliverWhenCaseClosed(Inbox<WebhooksDb> inbox, TimeProvider clock) : EventDeliverer<CaseClosed>(inbox, clock)
{
    protected override Occurrence Describe(CaseClosed message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(EventType.CaseClosed.Name, message.UnitPath, message.At);
    }
}
