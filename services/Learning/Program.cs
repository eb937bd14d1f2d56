using Ronghe.Learning;
using Ronghe.Learning.Completions;
using Ronghe.Learning.Lessons;
using Ronghe.Learning.Xapi;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("learning");
builder.AddServiceDatabase<LearningDb>("learningdb");
builder.AddMessaging<LearningDb>("learning");
builder.AddDirectoryCopy<LearningDb>();
builder.AddXapi();
builder.Services.AddValidation();
builder.Services.AddSeed(LessonShelf.Load);

var app = builder.Build();
app.Use(AlternateSyntax.Invoke);
app.MapServiceDefaults();
app.MapGroup("/api/v1/learning").WithUnitOfWork<LearningDb>().RequireScope("learning").MapLessons().MapCompletions().MapXapiClients();
app.MapXapi();
return await app.RunSeededAsync();
