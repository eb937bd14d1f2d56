namespace Ronghe.Portal.Answers;

/// <summary>Why a call to a service gave no result, as its problem document says it.</summary>
/// <param name="Status">HTTP status; 503 also when the service could not be reached.</param>
/// <param name="Type">Last segment of the problem's type, such as <c>case-closed</c>; empty when there is none.</param>
/// <param name="Detail">The service's own sentence in the reader's language; null when it gave none.</param>
/// <param name="Fields">Messages by field name, for status 400.</param>
public sealed record Trouble(int Status, string Type, string? Detail, IReadOnlyDictionary<string, string[]> Fields)
{
    public static Trouble Unreachable { get; } = new(503, "", null, new Dictionary<string, string[]>());

    public static Trouble SessionEnded { get; } = new(401, "", null, new Dictionary<string, string[]>());

    /// <summary>Keys of the questions that a lesson's check wants looked at again.</summary>
    public IReadOnlyList<string> LookAgain { get; init; } = [];

    /// <summary>The messages for one field, such as <c>title</c> or <c>form.amount</c>; services may capitalise it.</summary>
    public IEnumerable<string> For(string field) =>
        Fields.Where(entry => entry.Key.Equals(field, StringComparison.OrdinalIgnoreCase)).SelectMany(entry => entry.Value);
}
