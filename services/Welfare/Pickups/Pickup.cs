using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Pickups;

/// <summary>Who handed a claim to whom. The claimant sees it and may dispute it.</summary>
internal sealed class Pickup : IUnitScoped
{
    public required Guid ClaimId { get; init; }

    public required string UnitPath { get; init; }

    public required string HandedBy { get; init; }

    /// <summary>Who took it for the claimant; null when they came themselves.</summary>
    public Guid? Proxy { get; init; }

    /// <summary>Qr or Digits.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset SyncedAt { get; init; }

    public DateTimeOffset? DisputedAt { get; set; }

    internal static void Configure(EntityTypeBuilder<Pickup> entity)
    {
        entity.ToTable("pickups");
        entity.HasKey(pickup => pickup.ClaimId);
    }
}

/// <summary>The claimant lets somebody else take their claim.</summary>
internal sealed class ProxyConsent
{
    public required Guid ClaimId { get; init; }

    public required Guid Proxy { get; set; }

    public required DateTimeOffset At { get; set; }

    internal static void Configure(EntityTypeBuilder<ProxyConsent> entity)
    {
        entity.ToTable("proxy_consents");
        entity.HasKey(consent => consent.ClaimId);
    }
}

internal static class PickupRefusals
{
    internal static readonly Refusal NoConsent = new("proxy-without-consent", "本人没有同意由这个人代领。", "The claimant has not agreed that this person takes it.");
    internal static readonly Refusal WrongDigits = new("wrong-digits", "数字码不对。", "The digits are not right.");
    internal static readonly Refusal OtherSite = new("other-site", "这一份不在您负责的发放点。", "This is not to be handed out at your site.", StatusCodes.Status403Forbidden);
    internal static readonly Refusal Unknown = new("no-such-claim", "没有这份领取记录。", "There is no such claim.");
    internal static readonly Refusal NotPickedUp = new("not-picked-up", "还没有领取记录，无从申诉。", "Nothing was handed out yet that could be disputed.");
}
