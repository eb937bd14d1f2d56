using Ronghe.Contracts.Learning;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Webhooks.Events;

public sealed class DeliverWhenLessonCompleted(Inbox<WebhooksDb> inbox, TimeProvider clock) : EventDeliverer<LessonCompleted>(inbox, clock)
{
    protected override Occurrence Describe(LessonCompleted message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(EventType.LessonCompleted.Name, message.UnitPath, message.At);
    }
}
