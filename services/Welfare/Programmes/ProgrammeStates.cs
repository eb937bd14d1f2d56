namespace Ronghe.Welfare.Programmes;

internal static class ProgrammeStates
{
    internal const string Draft = "Draft";
    internal const string AwaitingAuthority = "AwaitingAuthority";
    internal const string Published = "Published";
    internal const string Running = "Running";
    internal const string Settled = "Settled";
    internal const string MadePublic = "MadePublic";
    internal const string Refused = "Refused";
}

internal static class ProgrammeKinds
{
    internal const string FestivalGift = "FestivalGift";
    internal const string Birthday = "Birthday";
    internal const string Condolence = "Condolence";
    internal const string HardshipAid = "HardshipAid";
    internal const string MutualMedicalAid = "MutualMedicalAid";
    internal const string RestTrip = "RestTrip";
    internal const string HonourReward = "HonourReward";
    internal const string UnionActivity = "UnionActivity";
    internal const string QuotaAllocation = "QuotaAllocation";

    /// <summary>The power item whose case may publish a programme of this kind.</summary>
    internal static string ItemOf(string kind) => kind switch
    {
        FestivalGift or Birthday or Condolence or HonourReward or UnionActivity => "UNI-02",
        HardshipAid => "UNI-03",
        MutualMedicalAid or RestTrip or QuotaAllocation => "UNI-06",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of programme."),
    };

    /// <summary>The budget line that pays for this kind.</summary>
    internal static string LineOf(string kind) => kind switch
    {
        FestivalGift => "Festival",
        Birthday => "Birthday",
        Condolence => "Condolence",
        HardshipAid => "Hardship",
        MutualMedicalAid => "MutualMedical",
        RestTrip or QuotaAllocation => "RestTrip",
        HonourReward => "Honours",
        UnionActivity => "Activities",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of programme."),
    };

    internal static string Chinese(string kind) => kind switch
    {
        FestivalGift => "节日慰问",
        Birthday => "生日慰问",
        Condolence => "慰问",
        HardshipAid => "困难帮扶",
        MutualMedicalAid => "医疗互助",
        RestTrip => "疗休养",
        HonourReward => "荣誉奖励",
        UnionActivity => "工会活动",
        _ => "普惠名额",
    };
}
