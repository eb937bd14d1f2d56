using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Catalogues;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.LegalBases;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Minutes;
using Ronghe.PowerItems.Proxies;
using Ronghe.PowerItems.Steps;
using Ronghe.PowerItems.Supervision;
using Ronghe.PowerItems.Tasks;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

if (ImportLawsCommand.Asks(args)) return await ImportLawsCommand.Run(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("power-items");
builder.Services.AddSeed(Catalogue.Read);
builder.Services.AddCaseWork();
builder.AddServiceDatabase<PowerItemsDb>("poweritemsdb", SeedItems.Run, LedgerLog.Register);
builder.AddMessaging<PowerItemsDb>("power-items");
builder.AddDirectoryCopy<PowerItemsDb>();
builder.Services.AddLedger();
builder.Services.AddValidation();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/power-items").WithUnitOfWork<PowerItemsDb>().RequireScope("power-items")
    .MapItems().MapCases().MapSteps().MapTasks().MapActs().MapMeetings().MapProxies().MapMinutes().MapLedger().MapLegalBases().MapSupervision();
return await app.RunSeededAsync();

/// <summary>Entry point; public so that tests can start the service.</summary>
public sealed partial class Program;
