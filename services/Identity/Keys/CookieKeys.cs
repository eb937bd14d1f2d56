using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Identity.Keys;

/// <summary>Keeps the data-protection key ring in PostgreSQL, sealed, so that any replica reads any replica's cookies.</summary>
internal sealed class CookieKeys(IServiceScopeFactory scopes, KeySeal seal, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var stored = scope.ServiceProvider.GetRequiredService<IdentityDb>().Keys.AsNoTracking().Where(key => key.Use == KeyUses.Cookies).ToList();
        return [.. stored.Select(key => XElement.Parse(Encoding.UTF8.GetString(seal.Open(key.Sealed, KeyUses.Cookies))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var bytes = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        db.Keys.Add(new() { Id = friendlyName, Use = KeyUses.Cookies, Sealed = seal.Close(bytes, KeyUses.Cookies), CreatedAt = clock.GetUtcNow() });
        db.SaveChanges();
    }
}
