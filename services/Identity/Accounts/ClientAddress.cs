namespace Ronghe.Identity.Accounts;

/// <summary>Where a request comes from: the gateway says so, and lets nobody else say it.</summary>
internal static class ClientAddress
{
    internal static string Of(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[0].Trim();
        var address = forwarded.Length is > 0 and <= 64 ? forwarded : http.Connection.RemoteIpAddress?.ToString() ?? "";
        return address.StartsWith("::ffff:", StringComparison.Ordinal) ? address[7..] : address;
    }
}
