using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Webhooks.Events;

public sealed class DeliverWhenCaseOpened(Inbox<WebhooksDb> inbox, TimeProvider clock) : EventDeliverer<CaseOpened>(inbox, clock)
{
    protected override Occurrence Describe(CaseOpened message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(EventType.CaseOpened.Name, message.UnitPath, message.At);
    }
}
