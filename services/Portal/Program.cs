using Ronghe.Portal.Calls;
using Ronghe.Portal.Screens;
using Ronghe.Portal.Screens.Wall;
using Ronghe.Portal.Security;
using Ronghe.Portal.Sessions;
using Ronghe.Portal.SignIn;
using Ronghe.Portal.Texts;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Databases;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets(); // also from the build output, where no wwwroot was published
builder.AddServiceDefaults("portal");
builder.AddServiceDatabase<PortalDb>("portaldb");
builder.AddPortalSignIn();
builder.AddCalls();
builder.Services.AddLocalization();
builder.Services.AddAntiforgery();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddRazorComponents();

var app = builder.Build();
app.UsePublicAddress();
app.UseSecurityHeaders();
app.MapServiceDefaults();
app.UseTroublePages();
app.UseKeepSignedIn();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapSignIn();
app.MapPreferences();
app.MapWallEvents();
app.MapRazorComponents<Site>();
await app.RunAsync();
