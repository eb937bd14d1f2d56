using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>Agents and Groups (Data 2.4.2).</summary>
internal static class ActorRules
{
    private static readonly string[] OfAgent = ["objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"];
    private static readonly string[] OfGroup = [.. OfAgent, "member"];
    private static readonly string[] OfAccount = ["homePage", "name"];
    private static readonly string[] Identifiers = ["mbox", "mbox_sha1sum", "openid", "account"];

    internal static void AgentOrGroup(JsonElement actor, string at)
    {
        if (IsGroup(actor)) Group(actor, at);
        else Agent(actor, at);
    }

    internal static void Agent(JsonElement agent, string at)
    {
        Shape.Object(agent, at, OfAgent);
        if (agent.TryGetProperty("objectType", out var type) && !type.ValueEquals("Agent"))
            throw Shape.Wrong(Shape.Of(at, "objectType"), "此处应为 Agent。", "Must be Agent here.");
        Names(agent, at);
        if (Identified(agent, at) != 1)
            throw Shape.Wrong(at, "Agent 必须恰好有一个标识（mbox、mbox_sha1sum、openid 或 account）。", "An Agent has exactly one of mbox, mbox_sha1sum, openid and account.");
    }

    internal static void Group(JsonElement group, string at)
    {
        Shape.Object(group, at, OfGroup);
        if (!IsGroup(group)) throw Shape.Wrong(Shape.Of(at, "objectType"), "此处应为 Group。", "Must be Group here.");
        Names(group, at);
        var identified = Identified(group, at);
        if (identified > 1) throw Shape.Wrong(at, "Group 最多有一个标识。", "A Group has at most one identifier.");
        var hasMembers = group.TryGetProperty("member", out var members);
        if (identified == 0 && !hasMembers) throw Shape.Wrong(Shape.Of(at, "member"), "匿名 Group 必须列出成员。", "An anonymous Group must list its members.");
        if (!hasMembers) return;

        Shape.Array(members, Shape.Of(at, "member"));
        if (identified == 0 && members.GetArrayLength() == 0) throw Shape.Wrong(Shape.Of(at, "member"), "匿名 Group 的成员不能为空。", "The members of an anonymous Group cannot be empty.");
        var index = 0;
        foreach (var member in members.EnumerateArray()) Agent(member, $"{Shape.Of(at, "member")}[{index++}]");
    }

    /// <summary>An Agent, or for OAuth a Group of the application and the person (Data 2.4.9).</summary>
    internal static void Authority(JsonElement authority, string at)
    {
        AgentOrGroup(authority, at);
        if (!IsGroup(authority)) return;
        if (Identified(authority, at) != 0 || authority.GetProperty("member").GetArrayLength() != 2)
            throw Shape.Wrong(at, "authority 为 Group 时应恰好有两名成员且不带标识。", "An authority that is a Group is anonymous and has exactly two members.");
    }

    internal static bool IsGroup(JsonElement actor) =>
        actor.ValueKind == JsonValueKind.Object && actor.TryGetProperty("objectType", out var type)
        && type.ValueKind == JsonValueKind.String && type.ValueEquals("Group");

    private static void Names(JsonElement actor, string at)
    {
        if (actor.TryGetProperty("name", out var name)) Shape.Text(name, Shape.Of(at, "name"));
    }

    private static int Identified(JsonElement actor, string at)
    {
        var count = 0;
        foreach (var name in Identifiers)
        {
            if (!actor.TryGetProperty(name, out var value)) continue;
            count++;
            Identifier(name, value, Shape.Of(at, name));
        }

        return count;
    }

    private static void Identifier(string name, JsonElement value, string at)
    {
        switch (name)
        {
            case "mbox":
                Shape.Text(value, at, DataTypes.IsMailbox, "应为 mailto: 开头的邮箱。", "Must be a mailto: IRI of an e-mail address.");
                break;
            case "mbox_sha1sum":
                Shape.Text(value, at, DataTypes.IsSha1, "应为 40 位十六进制 SHA-1。", "Must be a SHA-1 of 40 hexadecimal digits.");
                break;
            case "openid":
                Shape.Iri(value, at);
                break;
            default:
                Shape.Object(value, at, OfAccount);
                Shape.Iri(Shape.Required(value, "homePage", at), Shape.Of(at, "homePage"));
                if (Shape.Text(Shape.Required(value, "name", at), Shape.Of(at, "name")).Length == 0)
                    throw Shape.Wrong(Shape.Of(at, "name"), "不能为空。", "Must not be empty.");
                break;
        }
    }
}
