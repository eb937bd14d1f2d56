using System.Text.Json.Nodes;

namespace Ronghe.Learning.Xapi.Documents;

/// <summary>
/// The Agents Resource (Communication 2.4). The answer says back what the caller knows already: identifiers of one person are not
/// joined here, that is the directory's business.
/// </summary>
internal static class DescribeAgent
{
    internal static IResult Handle(HttpContext http)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => name != "agent") is { } stray) throw new MalformedException(stray, "没有这个参数。", "There is no such parameter.");
        if (http.Request.Query["agent"] is not [{ } json]) throw new MalformedException("agent", "必须有一个 agent 参数。", "Needs one agent.");
        XapiParameters.Agent(json, "agent");
        var person = new JsonObject { ["objectType"] = "Person" };
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
        {
            if (name != "objectType") person[name] = new JsonArray(value!.DeepClone());
        }

        return Results.Text(person.ToJsonString(), "application/json");
    }
}
