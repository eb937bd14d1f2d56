using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Webhooks.Events;

public sealed class DeliverWhenStepDecided(Inbox<WebhooksDb> inbox, TimeProvider clock) : EventDeliverer<StepDecided>(inbox, clock)
{
    protected override Occurrence Describe(StepDecided message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(EventType.StepDecided.Name, message.UnitPath, message.At);
    }
}
