using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;
using Ronghe.Welfare;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Issues;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Pickups;
using Ronghe.Welfare.Programmes;
using Ronghe.Welfare.Rules;
using Ronghe.Welfare.Surveys;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("welfare");
builder.AddServiceDatabase<WelfareDb>("welfaredb", CapPack.Seed, RulePack.Seed);
builder.AddMessaging<WelfareDb>("welfare");
builder.AddDirectoryCopy<WelfareDb>();
builder.Services.AddValidation();
builder.Services.AddSeed(seeds => CapPack.Load(seeds, builder.Configuration["Welfare:Province"]));
builder.Services.AddSeed(RulePack.Load);
builder.Services.AddSingleton<PickupCodes>();
builder.Services.AddSingleton<ClaimDesk>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<ClaimDesk>());
builder.Services.AddSingleton<IssueWorker>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<IssueWorker>());

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/welfare").WithUnitOfWork<WelfareDb>().RequireScope("welfare")
    .MapProgrammes().MapRules().MapLedger().MapSurveys().MapPickups();
app.MapAnonymousAnswers();
return await app.RunSeededAsync();
