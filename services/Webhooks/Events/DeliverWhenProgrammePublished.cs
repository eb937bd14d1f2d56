using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Webhooks.Events;

public sealed class DeliverWhenProgrammePublished(Inbox<WebhooksDb> inbox, TimeProvider clock) : EventDeliverer<ProgrammePublished>(inbox, clock)
{
    protected override Occurrence Describe(ProgrammePublished message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(EventType.ProgrammePublished.Name, message.UnitPath, message.At);
    }
}
