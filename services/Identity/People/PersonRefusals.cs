using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

internal static class PersonRefusals
{
    internal static readonly Refusal HasLeft = new("person-has-left", "此人已离职。", "This person has left.");
    internal static readonly Refusal NumberTaken = new("employee-number-taken", "工号已被使用。", "The employee number is taken.");

    internal static Refusal NotYours(string unit) => new("not-allowed",
        $"您无权在该单位任免岗位：{unit}。", $"You may not appoint anybody at this unit: {unit}.", StatusCodes.Status403Forbidden);

    internal static Refusal PostsExclude(string one, string other) => new("posts-exclude",
        $"不相容职务不得由同一人担任：{one}、{other}。", $"One person may not hold both posts: {one}, {other}.");

    internal static Refusal WrongLevel(string post, string unit) => new("post-not-at-this-level",
        $"该单位不设此岗位：{post}（{unit}）。", $"This post is not held at a unit of that level: {post} at {unit}.");
}
