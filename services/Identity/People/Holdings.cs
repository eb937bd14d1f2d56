using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

/// <summary>A post at a unit, as a request names it.</summary>
public sealed record HoldingRequest([Required] string? Post, [Required] string? UnitCode);

/// <summary>The posts that people hold.</summary>
internal static class Holdings
{
    internal static Task<List<PostHolding>> Of(IdentityDb db, Guid personId, CancellationToken ct) => (
        from held in db.Appointments.AsNoTracking()
        where held.PersonId == personId
        join unit in db.Units on held.UnitId equals unit.Id
        orderby unit.Path, held.PostCode
        select new PostHolding(held.PostCode, unit.Path)).ToListAsync(ct);

    /// <summary>
    /// Checks what is asked for: posts and units must exist, fit in level, not exclude each other, and lie within the caller's
    /// administration, because a post brings roles over its unit. An administrator's post can be kept, not given.
    /// </summary>
    internal static async Task<(IReadOnlyList<Appointment> Appointments, ProblemHttpResult? No)> Appoint(
        IdentityDb db, Caller caller, Guid personId, IReadOnlyList<HoldingRequest?> asked, CancellationToken ct)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i] is null) return Invalid($"posts[{i}]", "不能为空。", "Must not be null.");
        }

        var wanted = asked.Select(holding => (Post: holding!.Post!, UnitCode: holding.UnitCode!)).ToList();
        var codes = wanted.Select(holding => holding.Post).ToHashSet();
        var unitCodes = wanted.Select(holding => holding.UnitCode).ToHashSet();
        var posts = await db.Posts.AsNoTracking().Where(post => codes.Contains(post.Code)).ToDictionaryAsync(post => post.Code, ct);
        var units = await db.Units.AsNoTracking().Where(unit => unitCodes.Contains(unit.Code) && unit.Active).ToDictionaryAsync(unit => unit.Code, ct);
        var held = (await db.Appointments.AsNoTracking().Where(known => known.PersonId == personId).ToListAsync(ct)).Select(known => (known.PostCode, known.UnitId)).ToHashSet();
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!posts.TryGetValue(wanted[i].Post, out var post)) return Invalid($"posts[{i}].post", "没有这个岗位。", "There is no such post.");
            if (!units.TryGetValue(wanted[i].UnitCode, out var unit)) return Invalid($"posts[{i}].unitCode", "没有这个单位。", "There is no such unit.");
            if (!caller.Holds(RoleNames.SystemAdministrator, unit.Path)) return ([], PersonRefusals.NotYours(unit.Code).ToProblem());
            if (!post.Levels.Contains(UnitKinds.LevelOf(unit.Kind))) return ([], PersonRefusals.WrongLevel(post.Code, unit.Code).ToProblem());
            if (ThreeAdministrators.BringsOne(post) && !held.Contains((post.Code, unit.Id))) return ([], ThreeAdministrators.NotByAppointment(post.Code).ToProblem());
            if (post.Excludes.FirstOrDefault(codes.Contains) is { } other) return ([], PersonRefusals.PostsExclude(post.Code, other).ToProblem());
        }

        return ([.. wanted.Distinct().Select(holding => new Appointment { PersonId = personId, PostCode = holding.Post, UnitId = units[holding.UnitCode].Id })], null);
    }

    private static (IReadOnlyList<Appointment>, ProblemHttpResult) Invalid(string field, string chinese, string english) =>
        ([], ProblemTypes.Invalid((field, chinese, english)));
}
