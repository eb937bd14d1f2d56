using Ronghe.Identity;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Clients;
using Ronghe.Identity.Personnel;
using Ronghe.Identity.Keys;
using Ronghe.Identity.Revocations;
using Ronghe.Identity.Seeding;
using Ronghe.Identity.Tokens;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("identity");
builder.AddServiceDatabase<IdentityDb>("identitydb", KeyRing.Load, PlatformClients.Register, DirectorySeeding.Fill);
builder.AddMessaging<IdentityDb>("identity", segment: "directory");
builder.AddTokenServer();
builder.AddSignIn();
builder.Services.AddValidation();
builder.Services.AddSeed(GroupSeed.Read);
builder.AddRevocationLog();
builder.AddAuditTrail();
builder.AddImports();
builder.Services.Configure<DatabaseTasks<IdentityDb>>(tasks =>
{
    tasks.Hourly.Add(UsedAssertion.Forget);
    tasks.Hourly.Add(Revocation.Forget);
    tasks.Hourly.Add(AddressGuesses.Forget);
    tasks.Hourly.Add(OldTokens.Forget);
});

var app = builder.Build();
app.UseOnceKeysAreLoaded();
app.MapServiceDefaults();
app.MapTokens();
app.MapAccounts();
app.MapDirectory();
app.MapRevocations();
return await app.RunSeededAsync();
