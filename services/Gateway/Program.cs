using Ronghe.Gateway.Conditions;
using Ronghe.Gateway.Documents;
using Ronghe.Gateway.Headers;
using Ronghe.Gateway.Hosting;
using Ronghe.Gateway.Routes;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Health;

var builder = WebApplication.CreateBuilder(args);
builder.AddRouteData();
builder.AddServiceDefaults("gateway");
builder.AddFrontDoor();
builder.AddRateLimits();
builder.AddRoutes();
builder.AddPlatformDocument();
builder.Services.AddSingleton<PlatformHealth>();

var app = builder.Build();
app.UseFrontDoor();
app.UseExceptionHandler();
app.UseRouting();
app.Use(SecurityHeaders.OnOwnEndpoints);
app.MapHealth();
app.MapPlatformHealth();
app.MapPlatformDocument();
app.MapRoutes();
await app.RunAsync();
