namespace Ronghe.Identity.Accounts;

/// <summary>
/// What the sign-in page says when it did not work. One sentence for a wrong name, a wrong password and a resting account:
/// the page does not tell who exists.
/// </summary>
internal sealed record AccountProblem(string Chinese, string English)
{
    internal static readonly AccountProblem NotRight = new(
        "用户名或密码不正确。连续输错五次，账号会暂停登录一段时间，请稍候再试。",
        "The user name or password is not right. After five failures the account rests for a while; please wait and try again.");

    internal static readonly AccountProblem Incomplete = new("请输入用户名和密码。", "Enter your user name and password.");

    internal static readonly AccountProblem PageExpired = new("页面已过期，请重新提交。", "This page had expired. Please send it again.");
}
