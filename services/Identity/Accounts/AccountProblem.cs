namespace Ronghe.Identity.Accounts;

/// <summary>
/// What a page says when it did not work. One sentence for a wrong name, a wrong password and a resting account: the page does
/// not tell who exists.
/// </summary>
internal sealed record AccountProblem(string Chinese, string English)
{
    internal static readonly AccountProblem NotRight = new(
        "用户名或密码不正确。连续输错五次，账号会暂停登录一段时间，请稍候再试。",
        "The user name or password is not right. After five failures the account rests for a while; please wait and try again.");

    internal static readonly AccountProblem Incomplete = new("请输入用户名和密码。", "Enter your user name and password.");

    internal static readonly AccountProblem PageExpired = new("页面已过期，请重新提交。", "This page had expired. Please send it again.");

    internal static readonly AccountProblem NoCode = new("请输入验证码。", "Enter the code.");

    internal static readonly AccountProblem CodeNotRight = new(
        "验证码不正确，或已经用过。请等手机上出现新的验证码再试；连续输错，账号会暂停登录一段时间。",
        "The code is not right, or was used before. Wait for the next one and try again; after several failures the account rests for a while.");

    internal static readonly AccountProblem RecoveryNotRight = new(
        "恢复码不正确，或已经用过。每个恢复码只能用一次。", "The recovery code is not right, or was used before. Each works once.");

    internal static readonly AccountProblem NotTheSame = new("两次输入的新密码不一样。", "The two new passwords are not the same.");

    internal static readonly AccountProblem CurrentNotRight = new(
        "原密码不正确。连续输错，账号会暂停一段时间。", "The present password is not right. After several failures the account rests for a while.");

    internal static readonly AccountProblem SameAsBefore = new("新密码不能与原密码相同。", "The new password must not be the present one.");
}
