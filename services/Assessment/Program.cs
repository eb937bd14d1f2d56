using Ronghe.Assessment;
using Ronghe.Assessment.Adjustments;
using Ronghe.Assessment.Analysis;
using Ronghe.Assessment.Appeals;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Demo;
using Ronghe.Assessment.Evidence;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Figures;
using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Honours;
using Ronghe.Assessment.Pioneers;
using Ronghe.Assessment.Scores;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("assessment");
builder.AddServiceDatabase<AssessmentDb>("assessmentdb", SampleFrameworks.Seed);
builder.AddMessaging<AssessmentDb>("assessment");
builder.AddDirectoryCopy<AssessmentDb>();
builder.Services.AddValidation();
builder.Services.AddBurdenGuard().AddSeed(SeriesCatalogue.Load).AddSeed(SampleFrameworks.Load).AddSeed(WorkingCalendar.Read)
    .AddSeed(Difficulty.Load).AddSeed(DemoFigures.Load);
builder.Services.AddSingleton<FrameworkRules>();
builder.Services.AddScoped<Scorer>().AddScoped<FigureBook>();
builder.Services.AddHostedService<Rescorer>();
builder.Services.Configure<DatabaseTasks<AssessmentDb>>(tasks => tasks.Hourly.Add(OutcomePlace.Forget));
if (builder.Configuration.GetValue("Seed:DemoFigures", false)) builder.Services.AddHostedService<DemoAppraisals>();

var app = builder.Build();
app.MapServiceDefaults();
var routes = app.MapGroup("/api/v1/assessment").WithUnitOfWork<AssessmentDb>().RequireScope("assessment");
routes.MapEvidence();
routes.MapFormulas().MapFrameworks().MapFigures().MapFacts().MapCycles().MapScores().MapAdjustments().MapAppeals().MapHonours()
    .MapPioneers().MapAnalysis();
routes.MapBurden<AssessmentDb>("Assessment");
return await app.RunSeededAsync();
