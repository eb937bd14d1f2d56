using System.Text.Json;
using Ronghe.Learning.Xapi.Lessons;

namespace Ronghe.Learning.Xapi.Statements;

/// <summary>A Statement that obeys the rules, ready to be stored.</summary>
/// <param name="Id">Its id, the sender's or ours.</param>
/// <param name="Actor">Identifier of the actor; null for an anonymous Group.</param>
/// <param name="Body">JSON without its closing brace: <c>stored</c>, and <c>timestamp</c> unless dated, are added on reading.</param>
/// <param name="Dated">Whether the sender gave a timestamp.</param>
/// <param name="Keys">What it is found by.</param>
/// <param name="RefersTo">The Statement that it is about; null when it is about something else.</param>
/// <param name="Voids">Whether it voids that Statement.</param>
/// <param name="Definitions">Activity definitions that it brought, as JSON.</param>
/// <param name="LessonTold">The lesson of ours that it says somebody completed; null when it says something else.</param>
/// <param name="Attachments">SHA-2 of each attachment that must have come with the request.</param>
internal sealed record StatementDraft(
    Guid Id,
    string? Actor,
    string Body,
    bool Dated,
    IReadOnlyCollection<long> Keys,
    Guid? RefersTo,
    bool Voids,
    IReadOnlyList<(string Iri, string Definition)> Definitions,
    (Guid PersonId, string Code)? LessonTold,
    IReadOnlyList<AttachmentDraft> Attachments)
{
    /// <summary>Checks the Statement and drafts it; throws <see cref="MalformedException"/>.</summary>
    internal static StatementDraft Of(JsonElement statement, Guid? idOfRequest, XapiVersion version, Authority authority, string at)
    {
        StatementRules.Statement(statement, version, at);
        Guid? given = statement.TryGetProperty("id", out var id) ? id.GetGuid() : null;
        if (given is not null && idOfRequest is not null && given != idOfRequest)
            throw new MalformedException("statementId", "与陈述中的 id 不一致。", "Differs from the id inside the Statement.");
        var own = given ?? idOfRequest ?? Guid.CreateVersion7();
        var about = statement.GetProperty("object");
        Guid? refersTo = about.TryGetProperty("objectType", out var type) && type.ValueEquals("StatementRef") ? about.GetProperty("id").GetGuid() : null;
        return new StatementDraft(
            own,
            StatementKeys.IdentifierOf(statement.GetProperty("actor")),
            StatementBody.Write(statement, own, version, authority.Json),
            statement.TryGetProperty("timestamp", out _),
            StatementKeys.Of(statement, authority.Identifier),
            refersTo,
            refersTo is not null && statement.GetProperty("verb").GetProperty("id").ValueEquals(StatementRules.Voided),
            ActivityDefinitions.Of(statement),
            LessonActivity.Told(statement, authority),
            AttachmentDraft.Of(statement, at));
    }
}

/// <summary>An attachment that a Statement names.</summary>
internal sealed record AttachmentDraft(string At, string Sha2, string ContentType, string UsageType, bool HasFileUrl)
{
    internal const string Signature = "http://adlnet.gov/expapi/attachments/signature";

    internal static IReadOnlyList<AttachmentDraft> Of(JsonElement statement, string at)
    {
        List<AttachmentDraft> found = [];
        Add(statement, at, found);
        var about = statement.GetProperty("object");
        if (about.TryGetProperty("objectType", out var type) && type.ValueEquals("SubStatement")) Add(about, Shape.Of(at, "object"), found);
        return found;
    }

    private static void Add(JsonElement statement, string at, List<AttachmentDraft> found)
    {
        if (!statement.TryGetProperty("attachments", out var attachments)) return;
        foreach (var (index, one) in attachments.EnumerateArray().Index())
        {
            found.Add(new AttachmentDraft(
                $"{Shape.Of(at, "attachments")}[{index}]",
                one.GetProperty("sha2").GetString()!.ToLowerInvariant(),
                one.GetProperty("contentType").GetString()!,
                one.GetProperty("usageType").GetString()!,
                one.TryGetProperty("fileUrl", out _)));
        }
    }
}
