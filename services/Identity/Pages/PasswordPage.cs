using Microsoft.AspNetCore.Antiforgery;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Accounts;
using static Ronghe.Identity.Pages.Page;

namespace Ronghe.Identity.Pages;

internal static class PasswordPage
{
    /// <param name="demanded">True when the person cannot go on without.</param>
    internal static IResult Form(HttpContext http, AntiforgeryTokenSet token, string? returnUrl, bool demanded, AccountProblem? problem)
    {
        var why = demanded
            ? Text("现在的密码是别人设置的，请换成只有您自己知道的密码。", "Somebody else chose your present password. Choose one that only you know.")
            : Text("换密码后，其他设备上的登录会全部退出。", "Signing in elsewhere ends when you change the password.");
        return Of(http, Text("设置新密码", "Choose a new password"), problem, $"<p>{why}</p>" + Page.Form("/account/new-password", token, returnUrl, $"""
            {Field("currentPassword", Text("原密码", "Present password"), "current-password", 1)}
            {Field("newPassword", Text("新密码", "New password"), "new-password", PasswordRules.Shortest)}
            <p class="hint" id="rules">{Text($"至少 {PasswordRules.Shortest} 个字符；不含姓名、工号、生日；不要用常见密码。几个不相干的词连起来最好记。",
                $"At least {PasswordRules.Shortest} characters, without your name, number or birthday, and no common password. Several unrelated words are easiest to keep in mind.")}</p>
            {Field("repeatedPassword", Text("再输入一次新密码", "New password once more"), "new-password", PasswordRules.Shortest)}
            <button type="submit">{Text("保存", "Save")}</button>
            """));
    }

    private static string Field(string name, string label, string autocomplete, int shortest) => $"""
        <label for="{name}">{label}</label>
        <input id="{name}" name="{name}" type="password" autocomplete="{autocomplete}" required minlength="{shortest}" maxlength="200" {(name == "newPassword" ? "aria-describedby=\"rules\"" : "")}>
        """;
}
