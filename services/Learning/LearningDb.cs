using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Assignments;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Audiences;
using Ronghe.Learning.Certificates;
using Ronghe.Learning.Completions;
using Ronghe.Learning.Courses;
using Ronghe.Learning.Credits;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Meetings;
using Ronghe.Learning.Questions;
using Ronghe.Learning.Watching;
using Ronghe.Learning.Xapi.Documents;
using Ronghe.Learning.Xapi.Store;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning;

/// <summary>The database of the Learning service.</summary>
public sealed class LearningDb(DbContextOptions<LearningDb> options) : ServiceDb(options)
{
    internal DbSet<Completion> Completions => Set<Completion>();

    internal DbSet<CourseVersion> CourseVersions => Set<CourseVersion>();

    internal DbSet<BankQuestion> BankQuestions => Set<BankQuestion>();

    internal DbSet<Exam> Exams => Set<Exam>();

    internal DbSet<ExamQuestion> ExamQuestions => Set<ExamQuestion>();

    internal DbSet<KeyChange> KeyChanges => Set<KeyChange>();

    internal DbSet<Attempt> Attempts => Set<Attempt>();

    internal DbSet<Answer> Answers => Set<Answer>();

    internal DbSet<Mark> Marks => Set<Mark>();

    internal DbSet<Certificate> Certificates => Set<Certificate>();

    internal DbSet<Credit> Credits => Set<Credit>();

    internal DbSet<Audience> Audiences => Set<Audience>();

    internal DbSet<AudienceMember> AudienceMembers => Set<AudienceMember>();

    internal DbSet<PersonTag> PersonTags => Set<PersonTag>();

    internal DbSet<Assignment> Assignments => Set<Assignment>();

    internal DbSet<FeedPreference> FeedPreferences => Set<FeedPreference>();

    internal DbSet<MeetingPack> MeetingPacks => Set<MeetingPack>();

    internal DbSet<MeetingItem> MeetingItems => Set<MeetingItem>();

    internal DbSet<ForgedPack> ForgedPacks => Set<ForgedPack>();

    internal DbSet<Video> Videos => Set<Video>();

    internal DbSet<WatchSession> WatchSessions => Set<WatchSession>();

    internal DbSet<WatchProgress> WatchProgress => Set<WatchProgress>();

    internal DbSet<XapiClient> XapiClients => Set<XapiClient>();

    internal DbSet<XapiDocument> XapiDocuments => Set<XapiDocument>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        modelBuilder.AddBurdenExceptions();
        Completion.Configure(modelBuilder.Entity<Completion>());
        CourseVersion.Configure(modelBuilder.Entity<CourseVersion>());
        BankQuestion.Configure(modelBuilder.Entity<BankQuestion>());
        ConfigureExams(modelBuilder);
        Certificate.Configure(modelBuilder.Entity<Certificate>());
        Credit.Configure(modelBuilder.Entity<Credit>());
        Audience.Configure(modelBuilder.Entity<Audience>());
        AudienceMember.Configure(modelBuilder.Entity<AudienceMember>());
        modelBuilder.Entity<PersonTag>().ToTable("person_tags");
        QueuedPerson.Configure(modelBuilder.Entity<QueuedPerson>());
        Assignment.Configure(modelBuilder.Entity<Assignment>());
        FeedPreference.Configure(modelBuilder.Entity<FeedPreference>());
        MeetingPack.Configure(modelBuilder.Entity<MeetingPack>());
        MeetingItem.Configure(modelBuilder.Entity<MeetingItem>());
        ForgedPack.Configure(modelBuilder.Entity<ForgedPack>());
        Video.Configure(modelBuilder.Entity<Video>());
        WatchSession.Configure(modelBuilder.Entity<WatchSession>());
        Watching.WatchProgress.Configure(modelBuilder.Entity<WatchProgress>());
        XapiClient.Configure(modelBuilder.Entity<XapiClient>());
        XapiDocument.Configure(modelBuilder.Entity<XapiDocument>());
        StoredStatement.Configure(modelBuilder.Entity<StoredStatement>());
    }

    private static void ConfigureExams(ModelBuilder modelBuilder)
    {
        Exam.Configure(modelBuilder.Entity<Exam>());
        ExamQuestion.Configure(modelBuilder.Entity<ExamQuestion>());
        KeyChange.Configure(modelBuilder.Entity<KeyChange>());
        Attempt.Configure(modelBuilder.Entity<Attempt>());
        modelBuilder.Entity<Answer>().ToTable("exam_answers");
        Mark.Configure(modelBuilder.Entity<Mark>());
    }
}

internal sealed class LearningDbDesign : DesignTimeDb<LearningDb>;
