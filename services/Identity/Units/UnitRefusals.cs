using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Units;

internal static class UnitRefusals
{
    internal static readonly Refusal Stale = new("stale-version", "别人刚刚改动了它，请刷新后再操作。", "Somebody else has just changed it. Load it again, then repeat.");
    internal static readonly Refusal GroupStays = new("group-cannot-move", "集团本部不能移到其他单位之下。", "The group itself cannot move.");
    internal static readonly Refusal UnderItself = new("unit-under-itself", "单位不能移到自己的下级之下。", "A unit cannot move below itself.");
    internal static readonly Refusal ParentClosed = new("parent-closed", "上级单位已撤销。", "The parent unit is closed.");
    internal static readonly Refusal WrongParent = new("wrong-parent", "这类单位不能设在该上级之下。", "A unit of this kind cannot stand under that parent.");
    internal static readonly Refusal CodeTaken = new("unit-code-taken", "单位编码已被使用。", "The unit code is taken.");
    internal static readonly Refusal NotEmpty = new("unit-not-empty", "单位仍有人员或下级单位，不能撤销。", "The unit still has people or units below it.");
}
