using System.Text.Json;

namespace Ronghe.Learning.Xapi.Lessons;

/// <summary>Our lessons in the words of xAPI; docs/xapi.md is the vocabulary.</summary>
internal static class LessonActivity
{
    internal const string Completed = "http://adlnet.gov/expapi/verbs/completed";
    internal const string Passed = "http://adlnet.gov/expapi/verbs/passed";

    /// <summary>IRI of a lesson: below the platform's address.</summary>
    internal static string IriOf(string homePage, string code) => $"{homePage}/lessons/{code}";

    /// <summary>The person and lesson of which a Statement says that it was completed or passed; null when it says something else.</summary>
    internal static (Guid PersonId, string Code)? Told(JsonElement statement, Authority authority)
    {
        if (!statement.TryGetProperty("actor", out var actor) || !actor.TryGetProperty("account", out var account)) return null;
        if (!account.GetProperty("homePage").ValueEquals(authority.HomePage) || !Guid.TryParse(account.GetProperty("name").GetString(), out var person)) return null;
        var verb = statement.GetProperty("verb").GetProperty("id");
        if (!verb.ValueEquals(Completed) && !verb.ValueEquals(Passed)) return null;
        if (statement.TryGetProperty("result", out var result) && (IsFalse(result, "success") || IsFalse(result, "completion"))) return null;
        return CodeOf(statement.GetProperty("object"), IriOf(authority.HomePage, "")) is { } code ? (person, code) : null;
    }

    private static string? CodeOf(JsonElement about, string prefix)
    {
        if (about.TryGetProperty("objectType", out var type) && !type.ValueEquals("Activity")) return null;
        var iri = about.GetProperty("id").GetString()!;
        return iri.Length > prefix.Length && iri.StartsWith(prefix, StringComparison.Ordinal) ? iri[prefix.Length..] : null;
    }

    private static bool IsFalse(JsonElement result, string name) => result.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;
}
