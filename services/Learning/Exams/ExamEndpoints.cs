using Ronghe.Learning.Marks;

namespace Ronghe.Learning.Exams;

internal static class ExamEndpoints
{
    internal static RouteGroupBuilder MapExams(this RouteGroupBuilder routes)
    {
        var exams = routes.MapGroup("/exams").WithTags("Exams");
        exams.MapPost("/", CreateExam.Handle).WithName(nameof(CreateExam));
        exams.MapGet("/", ListExams.Handle).WithName(nameof(ListExams));
        exams.MapPost("/{examId:guid}/publication", PublishExam.Handle).WithName(nameof(PublishExam));
        exams.MapGet("/{examId:guid}/statistics", ReadStatistics.Handle).WithName(nameof(ReadStatistics));
        exams.MapGet("/{examId:guid}/marking", ListMarking.Handle).WithName(nameof(ListMarking));
        exams.MapPost("/{examId:guid}/key-changes", ChangeKey.Handle).WithName(nameof(ChangeKey));
        return routes;
    }
}
