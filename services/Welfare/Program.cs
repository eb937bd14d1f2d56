using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;
using Ronghe.Welfare;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Programmes;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("welfare");
builder.AddServiceDatabase<WelfareDb>("welfaredb");
builder.AddMessaging<WelfareDb>("welfare");
builder.AddDirectoryCopy<WelfareDb>();
builder.Services.AddValidation();
builder.Services.AddSeed(CapPack.Load);

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/welfare").WithUnitOfWork<WelfareDb>().RequireScope("welfare").MapProgrammes();
return await app.RunSeededAsync();
