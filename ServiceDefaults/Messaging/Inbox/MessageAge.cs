using System.Buffers.Binary;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>The moment inside a version 7 id (RFC 9562, section 5.7), and what the inbox makes of it.</summary>
internal static class MessageAge
{
    /// <summary>Days for which the inbox remembers what it applied.</summary>
    internal const int KeptDays = 30;

    /// <summary>Days for which partitions exist ahead of today; clocks differ, and maintenance may fail for a while.</summary>
    internal const int DaysAhead = 7;

    /// <summary>Null when the inbox can tell whether it applied the message; otherwise why it must be refused.</summary>
    internal static string? ReasonToRefuse(Guid? messageId, DateTimeOffset now) => messageId switch
    {
        null => "It has no message id.",
        { Version: not 7 } => "Its id is not of version 7 and tells no day.",
        { } id when MomentOf(id) < now.AddDays(-KeptDays) => $"It is older than {KeptDays} days.",
        { } id when MomentOf(id) > now.AddDays(DaysAhead - 1) => "It lies in the future.",
        _ => null,
    };

    internal static DateTimeOffset MomentOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16);
    }

    /// <summary>The smallest id of a moment: as a bound it cuts version 7 ids by time.</summary>
    internal static Guid FirstIdOf(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, moment.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
