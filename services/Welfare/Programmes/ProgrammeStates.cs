namespace Ronghe.Welfare.Programmes;

internal static class ProgrammeStates
{
    internal const string AwaitingAuthority = "AwaitingAuthority";
    internal const string Published = "Published";
    internal const string Refused = "Refused";
}

internal static class ProgrammeKinds
{
    internal const string FestivalGift = "FestivalGift";
    internal const string HardshipAid = "HardshipAid";
    internal const string QuotaAllocation = "QuotaAllocation";

    /// <summary>The power item whose case may publish a programme of this kind.</summary>
    internal static string ItemOf(string kind) => kind switch
    {
        FestivalGift => "UNI-02",
        HardshipAid => "UNI-03",
        QuotaAllocation => "UNI-06",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of programme."),
    };
}
