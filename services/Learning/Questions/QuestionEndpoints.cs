namespace Ronghe.Learning.Questions;

internal static class QuestionEndpoints
{
    internal static RouteGroupBuilder MapQuestions(this RouteGroupBuilder routes)
    {
        var questions = routes.MapGroup("/questions").WithTags("Questions");
        questions.MapGet("/", ListQuestions.Handle).WithName(nameof(ListQuestions));
        questions.MapPost("/imports", ImportQuestions.Handle).WithName(nameof(ImportQuestions))
            .Accepts<IFormFile>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return routes;
    }
}
