using System.Text.Json.Nodes;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Documents;

/// <summary>The Activities Resource (Communication 2.5): what is known of an activity; its id alone when nothing is.</summary>
internal static class DescribeActivity
{
    internal static async Task<IResult> Handle(HttpContext http, UnitOfWorkFactory<LearningDb> work)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => name != "activityId") is { } stray) throw new MalformedException(stray, "没有这个参数。", "There is no such parameter.");
        if (http.Request.Query["activityId"] is not [{ } iri] || !DataTypes.IsIri(iri)) throw new MalformedException("activityId", "必须是一个 IRI。", "Must be one IRI.");
        await using var unit = await work.BeginAsync(UnitScope.Nothing, http.RequestAborted);
        var known = await ActivityStore.Definitions(unit.Db, [iri], http.RequestAborted);
        var activity = new JsonObject { ["objectType"] = "Activity", ["id"] = iri };
        if (known.TryGetValue(iri, out var definition)) activity["definition"] = JsonNode.Parse(definition);
        return Results.Text(activity.ToJsonString(), "application/json");
    }
}
