using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>What a Statement is about (Data 2.4.4): an Activity, Agent, Group, SubStatement or another Statement.</summary>
internal static class ObjectRules
{
    private static readonly string[] OfReference = ["objectType", "id"];

    /// <summary>Checks the object and answers its type.</summary>
    internal static string Object(JsonElement value, bool insideSubStatement, string at)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Shape.Wrong(at, "应为 JSON 对象。", "Must be an object.");
        var type = value.TryGetProperty("objectType", out var named) ? Shape.Text(named, Shape.Of(at, "objectType")) : "Activity";
        switch (type)
        {
            case "Activity": ActivityRules.Activity(value, at); break;
            case "Agent": ActorRules.Agent(value, at); break;
            case "Group": ActorRules.Group(value, at); break;
            case "StatementRef": StatementRef(value, at); break;
            case "SubStatement" when !insideSubStatement: StatementRules.SubStatement(value, at); break;
            case "SubStatement": throw Shape.Wrong(at, "子陈述中不能再嵌套子陈述。", "A SubStatement cannot hold another one.");
            default: throw Shape.Wrong(Shape.Of(at, "objectType"), "不是规范中的对象类型。", "Not a type of object that the specification has.");
        }

        return type;
    }

    internal static void StatementRef(JsonElement reference, string at)
    {
        Shape.Object(reference, at, OfReference);
        if (Shape.Text(Shape.Required(reference, "objectType", at), Shape.Of(at, "objectType")) != "StatementRef")
            throw Shape.Wrong(Shape.Of(at, "objectType"), "此处应为 StatementRef。", "Must be StatementRef here.");
        Shape.Uuid(Shape.Required(reference, "id", at), Shape.Of(at, "id"));
    }
}
