using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.Situation;
using Ronghe.Situation.Cases;
using Ronghe.Situation.Counts;
using Ronghe.Situation.Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("situation");
builder.AddServiceDatabase<SituationDb>("situationdb");
builder.AddMessaging<SituationDb>("situation");
builder.AddDirectoryCopy<SituationDb>();
builder.AddStreams();
builder.Services.AddValidation();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/situation").WithUnitOfWork<SituationDb>().RequireScope("situation").MapCounts().MapCases().MapStreams();
await app.RunAsync();
