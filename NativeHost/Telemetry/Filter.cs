using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>What a reader asks for: all of it must fit; text is looked for in names, messages and attribute values.</summary>
internal sealed record Filter([FromQuery] string? Service, [FromQuery] string? TraceId, [FromQuery] string? Text, [FromQuery] string? Level,
    [FromQuery] bool? Errors, [FromQuery] DateTimeOffset? Since, [FromQuery] DateTimeOffset? Until, [FromQuery] int? Limit)
{
    private const int MostAnswered = 5000;
    // Severity numbers of OTLP; a level stands for itself and all above it.
    private static readonly Dictionary<string, int> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Trace"] = 1, ["Debug"] = 5, ["Information"] = 9, ["Warning"] = 13, ["Error"] = 17, ["Critical"] = 21,
    };

    /// <summary>What is wrong with the question, by parameter; empty when nothing is.</summary>
    internal Dictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>();
        if (Level is { Length: > 0 } && !Levels.ContainsKey(Level)) mistakes["level"] = [$"One of {string.Join(", ", Levels.Keys)}."];
        if (Limit is < 1 or > MostAnswered) mistakes["limit"] = [$"From 1 to {MostAnswered}."];
        if (Since > Until) mistakes["since"] = ["After until."];
        return mistakes;
    }

    internal int LimitOr(int otherwise) => Limit ?? otherwise;

    internal bool Fits(LogLine line) => Of(Service, line.Resource) && Of(TraceId, line.TraceId) && InTime(line.Time)
        && (Blank(Level) || line.Severity >= Levels[Level!]) && (Errors is not true || line.Severity >= Levels["Error"])
        && (Blank(Text) || Holds(line.Message) || Holds(line.Category) || line.Attributes.Values.Any(Holds));

    /// <summary>A trace fits when some span of it is the service's and some span holds the text.</summary>
    internal bool Fits(IGrouping<string, SpanRecord> trace) => Of(TraceId, trace.Key) && trace.Any(span => InTime(span.Start))
        && (Blank(Service) || trace.Any(span => span.Service == Service)) && (Errors is not true || trace.Any(span => span.Status == "Error"))
        && (Blank(Text) || trace.Key == Text || trace.Any(span => Holds(span.Name) || span.Attributes.Values.Any(Holds)));

    internal bool Fits(Metrics.MetricName name) => Of(Service, name.Service) && (Blank(Text) || Holds(name.Name));

    internal bool InTime(DateTimeOffset time) => (Since is null || time >= Since) && (Until is null || time <= Until);

    private bool Holds(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);

    private static bool Of(string? wanted, string? value) => Blank(wanted) || string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);

    private static bool Blank(string? text) => string.IsNullOrEmpty(text);
}

/// <summary>A question that cannot be meant is refused by name of the parameter, not answered with nothing.</summary>
internal sealed class FilterCheck : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.Arguments.OfType<Filter>().FirstOrDefault()?.Mistakes() is { Count: > 0 } mistakes
            ? Results.ValidationProblem(mistakes, type: "urn:ronghe:problem:invalid-request")
            : await next(context);
}
