using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ronghe.ServiceDefaults.Problems;

/// <summary>An expected no: a rule forbids what was asked, and nothing changed.</summary>
/// <param name="Type">Stable kebab-case name; becomes the last segment of the problem's type URI.</param>
/// <param name="Chinese">What is wrong and what to do, for a person.</param>
/// <param name="English">The same in English.</param>
/// <param name="Status">409 unless something else fits better.</param>
public sealed record Refusal(string Type, string Chinese, string English, int Status = StatusCodes.Status409Conflict)
{
    /// <summary>Further members of the problem, such as the present state; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>The text in the reader's language.</summary>
    public string Text => ProblemTypes.IsEnglish ? English : Chinese;

    /// <summary>The problem that the caller gets (RFC 9457).</summary>
    public ProblemHttpResult ToProblem() => TypedResults.Problem(
        detail: Text, statusCode: Status, type: ProblemTypes.UriOf(Type), title: Type, extensions: Details);
}

/// <summary>Names of problem types and the way to answer invalid input.</summary>
public static class ProblemTypes
{
    /// <summary>Prefix of every problem type. A name, not an address that must answer.</summary>
    public const string Base = "urn:ronghe:problem:";

    internal static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The type URI of a named problem.</summary>
    public static string UriOf(string name) => Base + name;

    /// <summary>400 that names each field with what is wrong in it.</summary>
    public static ProblemHttpResult Invalid(params (string Field, string Chinese, string English)[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var errors = fields.GroupBy(field => field.Field)
            .ToDictionary(group => group.Key, group => group.Select(field => IsEnglish ? field.English : field.Chinese).ToArray());
        return TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = UriOf("invalid-input"),
            Title = "invalid-input",
            Detail = IsEnglish ? "Some fields are not right; see errors." : "有的内容填写不正确，请看 errors。",
        });
    }

    internal static ProblemHttpResult Of(int status, string name, string chinese, string english) =>
        new Refusal(name, chinese, english, status).ToProblem();
}
