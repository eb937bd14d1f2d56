using Ronghe.Assessment;
using Ronghe.Assessment.Evidence;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("assessment");
builder.AddServiceDatabase<AssessmentDb>("assessmentdb");
builder.AddMessaging<AssessmentDb>("assessment");
builder.AddDirectoryCopy<AssessmentDb>();
builder.Services.AddValidation();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGroup("/api/v1/assessment").WithUnitOfWork<AssessmentDb>().RequireScope("assessment").MapEvidence();
await app.RunAsync();
