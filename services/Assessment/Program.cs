using Ronghe.Assessment;
using Ronghe.Assessment.Evidence;
using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("assessment");
builder.AddServiceDatabase<AssessmentDb>("assessmentdb");
builder.AddMessaging<AssessmentDb>("assessment");
builder.AddDirectoryCopy<AssessmentDb>();
builder.Services.AddValidation();
builder.Services.AddBurdenGuard();
builder.Services.AddSeed(SeriesCatalogue.Load);

var app = builder.Build();
app.MapServiceDefaults();
var routes = app.MapGroup("/api/v1/assessment").WithUnitOfWork<AssessmentDb>().RequireScope("assessment");
routes.MapEvidence();
routes.MapFormulas();
return await app.RunSeededAsync();
