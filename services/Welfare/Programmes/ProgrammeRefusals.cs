using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Programmes;

internal static class ProgrammeRefusals
{
    internal static readonly Refusal NobodyEntitled = new(
        "nobody-entitled", "按现在的规则没有人符合条件，不能提交。", "Nobody is entitled under this rule; it cannot be submitted.");

    internal static readonly Refusal NotDryRun = new(
        "not-dry-run", "提交前请先试算。", "Do the dry run before submitting.");

    internal static Refusal NotNow(string state) => new(
        "programme-state", $"方案现在是“{Chinese(state)}”，不能办理这一步。", $"The programme is {state} now; this cannot be done.")
    {
        Details = new Dictionary<string, object?> { ["state"] = state },
    };

    private static string Chinese(string state) => state switch
    {
        ProgrammeStates.Draft => "草稿",
        ProgrammeStates.AwaitingAuthority => "待审批",
        ProgrammeStates.Published => "已发布",
        ProgrammeStates.Running => "进行中",
        ProgrammeStates.Settled => "已结算",
        ProgrammeStates.MadePublic => "已公开",
        _ => "未通过",
    };
}
