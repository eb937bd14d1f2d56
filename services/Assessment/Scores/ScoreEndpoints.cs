namespace Ronghe.Assessment.Scores;

internal static class ScoreEndpoints
{
    internal static IEndpointRouteBuilder MapScores(this IEndpointRouteBuilder routes)
    {
        var scores = routes.MapGroup("").WithTags("Scores");
        scores.MapGet("/cycles/{cycleId:guid}/scores", ReadScores.List).WithName("ListScores");
        scores.MapGet("/scores/{scoreId:guid}", ReadScores.One).WithName("ReadScore");
        scores.MapGet("/scores/{scoreId:guid}/snapshot", ReadScores.Bytes).WithName("ReadSnapshot");
        scores.MapGet("/facts/{factId:guid}/scores", ReadScores.OfFact).WithName("ListScoresOfFact");
        return routes;
    }
}
