namespace Ronghe.Portal.SignIn;

/// <summary>Addresses that a request may send the browser back to: this site's own paths only.</summary>
internal static class LocalAddress
{
    public static string OrElse(string? wanted, string otherwise) =>
        wanted is ['/', ..] && (wanted.Length == 1 || wanted[1] is not ('/' or '\\')) && !wanted.Any(char.IsControl) ? wanted : otherwise;
}
