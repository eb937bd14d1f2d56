using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.Assessment;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Welfare.Rewards;

/// <summary>An honour of a person: what entitles to a programme of rewards, by the rule fact <c>Honoured</c>.</summary>
internal sealed class Honour
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string Kind { get; init; }

    public required DateOnly GrantedOn { get; init; }

    public required long Version { get; init; }

    internal static void Configure(EntityTypeBuilder<Honour> entity)
    {
        entity.ToTable("honours");
        entity.HasKey(honour => honour.Id);
        entity.HasIndex(honour => honour.PersonId);
    }
}

/// <summary>Makes whoever was honoured entitled to the rewards of the union's programmes.</summary>
public sealed class RecordHonourWhenHonourGranted(Inbox<WelfareDb> inbox) : InboxConsumer<HonourGranted, WelfareDb>(inbox)
{
    protected override async Task Apply(HonourGranted message, WelfareDb db, CancellationToken ct)
    {
        if (message.PersonId is not { } person) return; // a branch or a unit receives nothing from the welfare budget
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO honours AS kept (id, person_id, kind, granted_on, version)
            VALUES ({message.HonourId}, {person}, {message.Honour}, {Entitlements.RunDry.DayOf(message.At)}, {message.Version})
            ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, kind = excluded.kind, granted_on = excluded.granted_on, version = excluded.version
            WHERE kept.version < excluded.version
            """, ct);
    }
}
