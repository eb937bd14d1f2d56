using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.Webhooks;
using Ronghe.Webhooks.Deliveries;
using Ronghe.Webhooks.Subscribing;
using Ronghe.Webhooks.Targets;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("webhooks");
builder.AddServiceDatabase<WebhooksDb>("webhooksdb");
builder.AddMessaging<WebhooksDb>("webhooks");
builder.AddTargets();
builder.AddDeliveries();
builder.Services.AddSingleton<SecretSeal>();
builder.Services.AddValidation();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/webhooks").WithUnitOfWork<WebhooksDb>().RequireScope("webhooks").MapSubscribing().MapDeliveries();
await app.RunAsync();
