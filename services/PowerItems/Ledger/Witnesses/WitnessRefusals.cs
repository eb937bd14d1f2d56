using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Witnesses;

internal static class WitnessRefusals
{
    internal static Refusal NotSecurityAdministrator { get; } = new(
        "security-administrator-only", "只有集团的安全管理员可以办理。", "Only the group's security administrator may do this.", 403);

    internal static Refusal KeyTaken { get; } = new(
        "witness-key-taken", "这把公钥已经登记过。", "This public key is registered already.");

    internal static Refusal NotAWitness { get; } = new(
        "not-a-witness", "没有用这把密钥登记的在用见证人。", "No witness that is in use is registered with this key.");

    internal static Refusal SignatureInvalid { get; } = new(
        "signature-invalid",
        "签名与该树头、该见证人的公钥和所给时间不符，未保存。",
        "The signature does not fit this head, this witness's key and the time given. Nothing was kept.");

    internal static Refusal TimeNotBelievable { get; } = new(
        "time-not-believable", "见证时间比本系统时间晚 5 分钟以上，或早于树头，请校准时钟。", "The time is more than five minutes ahead, or before the head: set your clock.");
}
