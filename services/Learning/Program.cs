using Ronghe.Learning;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Audiences;
using Ronghe.Learning.Certificates;
using Ronghe.Learning.Completions;
using Ronghe.Learning.Courses;
using Ronghe.Learning.Credits;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Feeds;
using Ronghe.Learning.Lessons;
using Ronghe.Learning.Meetings;
using Ronghe.Learning.Questions;
using Ronghe.Learning.Watching;
using Ronghe.Learning.Xapi;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Seeds;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("learning");
builder.AddServiceDatabase<LearningDb>("learningdb", QuestionSeed.Fill, CourseSeed.Fill);
builder.AddMessaging<LearningDb>("learning");
builder.AddDirectoryCopy<LearningDb>();
builder.AddXapi();
builder.Services.AddValidation();
builder.Services.AddSeed(LessonShelf.Load).AddSeed(TrainingRules.Load).AddSeed(QuestionSeed.Load).AddSeed(CourseSeed.Load).AddBurdenGuard();
builder.Services.AddSingleton<LiveExams>().AddSingleton<AttemptWrites>().AddSingleton<PackSigner>();
builder.Services.AddHostedService<SubmitExpired>().AddHostedService<FollowMovers>();

var app = builder.Build();
app.Use(AlternateSyntax.Invoke);
app.MapServiceDefaults();
app.MapGroup("/api/v1/learning").WithUnitOfWork<LearningDb>().RequireScope("learning")
    .MapLessons().MapCompletions().MapCourses().MapQuestions().MapExams().MapAttempts().MapCertificates().MapCredits()
    .MapAudiences().MapFeed().MapMeetings().MapWatching().MapXapiClients().MapBurden<LearningDb>("Learning");
app.MapXapi();
app.MapGroup("/certificates").WithUnitOfWork<LearningDb>().AllowAnonymous().MapCertificateCheck();
return await app.RunSeededAsync();
