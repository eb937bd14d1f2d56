using System.Security.Cryptography;
using System.Text;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Documents;

/// <summary>Which document, or which list of documents, a request means.</summary>
internal sealed record DocumentKey(string UnitPath, string Kind, string Agent, string Activity, string? Registration, string? DocumentId, DateTimeOffset? Since)
{
    /// <summary>Checks the parameters of a resource; throws <see cref="MalformedException"/>.</summary>
    internal static DocumentKey Of(HttpContext http, Caller caller, DocumentResource resource)
    {
        var query = http.Request.Query;
        foreach (var name in query.Keys)
        {
            if (!resource.Parameters.Contains(name)) throw new MalformedException(name, "没有这个参数（区分大小写）。", "There is no such parameter; names are case-sensitive.");
            if (query[name].Count != 1) throw new MalformedException(name, "只能出现一次。", "May be given only once.");
        }

        string? Value(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        string Required(string name) => Value(name) is { Length: > 0 } value ? value : throw new MalformedException(name, "缺少这个参数。", "Is required.");

        var agent = resource.HasAgent ? XapiParameters.Agent(Required("agent"), "agent") : "";
        var activity = resource.HasActivity ? Required("activityId") : "";
        if (resource.HasActivity && !DataTypes.IsIri(activity)) throw new MalformedException("activityId", "应为 IRI。", "Must be an IRI.");
        if (Value("registration") is { } registration && !DataTypes.IsUuid(registration)) throw new MalformedException("registration", "应为 UUID。", "Must be a UUID.");
        DateTimeOffset? since = null;
        if (Value("since") is { } text) since = DataTypes.TryTimestamp(text, out var time) ? time : throw new MalformedException("since", "应为 RFC 3339 时间。", "Must be an RFC 3339 timestamp.");
        return new(caller.UnitPath, resource.Kind, agent, activity, Value("registration")?.ToLowerInvariant(), Value(resource.IdParameter), since);
    }

    internal DocumentKey WithId(string parameter) =>
        DocumentId is { Length: > 0 } ? this : throw new MalformedException(parameter, "缺少这个参数。", "Is required.");

    /// <summary>Key of the lock that writers of the document take.</summary>
    internal long Lock => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', UnitPath, Kind, Agent, Activity, Registration, DocumentId))));

    internal XapiDocument NewDocument() =>
        new() { UnitPath = UnitPath, Kind = Kind, Agent = Agent, Activity = Activity, Registration = Registration ?? "", DocumentId = DocumentId! };
}

/// <summary>One of the three document resources.</summary>
internal sealed record DocumentResource(string Kind, string IdParameter, bool HasAgent, bool HasActivity, HashSet<string> Parameters)
{
    internal static readonly DocumentResource State = new("state", "stateId", true, true, ["activityId", "agent", "registration", "stateId", "since"]);
    internal static readonly DocumentResource ActivityProfile = new("activity", "profileId", false, true, ["activityId", "profileId", "since"]);
    internal static readonly DocumentResource AgentProfile = new("agent", "profileId", true, false, ["agent", "profileId", "since"]);

    /// <summary>Whether a PUT on what exists needs a precondition: profiles always, State since 2.0.</summary>
    internal bool NeedsPrecondition(XapiVersion version) => Kind != "state" || version == XapiVersion.Two;
}
