namespace Ronghe.Portal.Texts;

/// <summary>The catalogue's domains in its order; items of a domain that is not listed here show its code.</summary>
internal static class Domains
{
    internal static readonly (string Code, string Name, string NameEn)[] All =
    [
        ("GOV", "战略与治理", "Strategy and governance"),
        ("PTY", "党建与干部", "Party building and cadres"),
        ("INV", "投资与工程", "Investment and works"),
        ("PRC", "招标采购与合同", "Procurement and contracts"),
        ("FIN", "财务与资金", "Finance and funds"),
        ("AST", "资产与产权", "Assets and equity"),
        ("FRS", "森林资源管理", "Forest resource management"),
        ("SLV", "营林生产与生态修复", "Silviculture and restoration"),
        ("FSF", "防灭火与安全生产", "Fire control and work safety"),
        ("PRO", "自然保护地与野生动植物", "Protected areas and wildlife"),
        ("HRM", "劳动用工与薪酬", "Labour and pay"),
        ("UNI", "工会福利与民主管理", "Union welfare and democracy"),
        ("ITS", "数据、印章与档案", "Data, seals and archives"),
        ("SUP", "监督、信访与督办", "Supervision and follow-up"),
    ];

    internal static string Name(string? code) =>
        All.FirstOrDefault(domain => domain.Code == code) is { Code: not null } found ? Languages.Of(found.Name, found.NameEn) : code ?? "";
}
