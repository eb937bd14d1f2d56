namespace Ronghe.Assessment.Analysis;

internal static class AnalysisEndpoints
{
    internal static IEndpointRouteBuilder MapAnalysis(this IEndpointRouteBuilder routes)
    {
        var analysis = routes.MapGroup("/analysis").WithTags("Analysis");
        analysis.MapGet("/relation", ReadRelation.Handle).WithName(nameof(ReadRelation));
        analysis.MapGet("/warnings", ReadWarnings.Handle).WithName(nameof(ReadWarnings));
        analysis.MapGet("/cycles/{cycleId:guid}/profile", ReadProfile.Handle).WithName(nameof(ReadProfile));
        analysis.MapGet("/cycles/{cycleId:guid}/outliers", ReadProfile.Outliers).WithName("ListOutliers");
        return routes;
    }
}
