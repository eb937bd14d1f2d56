using Microsoft.AspNetCore.Antiforgery;
using Ronghe.Identity.Accounts;
using static Ronghe.Identity.Pages.Page;

namespace Ronghe.Identity.Pages;

internal static class SecondFactorPage
{
    internal static IResult Ask(HttpContext http, AntiforgeryTokenSet token, string? returnUrl, AccountProblem? problem) =>
        Of(http, Text("动态验证码", "Second factor"), problem, Form("/account/second-factor", token, returnUrl, Code("autofocus") + $"""
            <button type="submit">{Text("继续", "Continue")}</button>
            """) + $"""
            <details>
              <summary>{Text("手机不在身边？用恢复码登录", "No phone at hand? Use a recovery code")}</summary>
              {Form("/account/second-factor", token, returnUrl, $"""
                <label for="recoveryCode">{Text("恢复码", "Recovery code")}</label>
                <input id="recoveryCode" name="recoveryCode" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40">
                <button type="submit">{Text("使用恢复码", "Use the recovery code")}</button>
                """)}
            </details>
            """);

    /// <param name="image">PNG in Base64.</param>
    internal static IResult Enrol(HttpContext http, AntiforgeryTokenSet token, string? returnUrl, string image, string secret, AccountProblem? problem) =>
        Of(http, Text("绑定动态验证码", "Bind an authenticator"), problem, $"""
            <p>{Text("您的岗位要求登录时再验证一次。请用手机上的验证器（支持 TOTP 的应用）扫描下图，再输入它显示的六位数字。",
                "Your role asks for a second factor. Scan this with an authenticator app (TOTP) and enter the six digits that it shows.")}</p>
            <p class="qr"><img src="data:image/png;base64,{image}" width="220" height="220" alt="{Text("绑定用的二维码", "QR code of the binding")}"></p>
            <p class="hint">{Text("不能扫描时，手工输入密钥：", "Cannot scan? Enter this key:")}<br><code id="secret">{string.Join(' ', secret.Chunk(4).Select(part => new string(part)))}</code></p>
            {Form("/account/second-factor/enrol", token, returnUrl, Code("") + $"""
            <button type="submit">{Text("绑定", "Bind")}</button>
            """)}
            """);

    internal static IResult Codes(HttpContext http, IReadOnlyList<string> codes, string next) =>
        Of(http, Text("请保存恢复码", "Keep your recovery codes"), null, $"""
            <p>{Text("已绑定。手机丢失或更换时，用恢复码登录，每个只能用一次。请抄写或打印后妥善保管：离开本页后不再显示。",
                "Bound. If the phone is lost, a recovery code signs you in, each once. Write them down and keep them safe: they are not shown again.")}</p>
            <ul class="codes">{string.Concat(codes.Select(code => $"<li><code>{code}</code></li>"))}</ul>
            <p><a class="button" id="next" href="{Encode(next)}">{Text("已保存，继续", "I have kept them, continue")}</a></p>
            """);

    private static string Code(string focus) => $"""
        <label for="code">{Text("六位验证码", "Six-digit code")}</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" required maxlength="20" {focus}>
        """;
}
