using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.People;
using Ronghe.Identity.Posts;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.Personnel;

/// <summary>The directory at one moment, as far as rows are compared with it.</summary>
internal sealed class DirectoryView
{
    internal required Dictionary<string, Unit> Units { get; init; }

    internal required Dictionary<string, Post> Posts { get; init; }

    internal required Dictionary<string, Guid> Branches { get; init; }

    internal required Dictionary<string, Person> People { get; init; }

    internal required ILookup<Guid, (string Post, Guid UnitId)> Held { get; init; }

    internal required HashSet<string> UserNames { get; init; }

    internal static async Task<DirectoryView> Read(IdentityDb db, CancellationToken ct) => new()
    {
        Units = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, ct),
        Posts = await db.Posts.AsNoTracking().ToDictionaryAsync(post => post.Code, ct),
        Branches = await db.Branches.AsNoTracking().ToDictionaryAsync(branch => branch.Code, branch => branch.Id, ct),
        People = await db.People.AsNoTracking().ToDictionaryAsync(person => person.Number, StringComparer.OrdinalIgnoreCase, ct),
        Held = (await db.Appointments.AsNoTracking().ToListAsync(ct)).ToLookup(held => held.PersonId, held => (held.PostCode, held.UnitId)),
        UserNames = [.. await db.Accounts.AsNoTracking().Select(account => account.UserName).ToListAsync(ct)],
    };

    internal IReadOnlyList<Guid> UnitIds(IEnumerable<(string Post, string UnitCode)> posts) => [.. posts.Select(post => Units[post.UnitCode].Id)];

    /// <summary>Rules that need the directory: units, branches and posts exist, lie within these units, fit together.</summary>
    internal void Check(AskedPerson asked, IReadOnlyList<string> units, List<CellProblem> problems)
    {
        if (!Units.TryGetValue(asked.UnitCode, out var unit) || !unit.Active) problems.Add(new("unitCode", "没有这个单位，或已撤销。", "There is no such unit, or it is closed."));
        else if (!units.Any(path => unit.Path.StartsWith(path, StringComparison.Ordinal))) problems.Add(new("unitCode", "不在您管理的单位范围内。", "Lies outside your administration."));
        if (asked.BranchCode is { } branch && !Branches.ContainsKey(branch)) problems.Add(new("branchCode", "没有这个党支部。", "There is no such Party branch."));
        var known = People.GetValueOrDefault(asked.Number);
        var held = known is null ? [] : Held[known.Id].ToHashSet();
        foreach (var (code, at) in asked.Posts)
        {
            if (!Posts.TryGetValue(code, out var post)) problems.Add(new("posts", $"没有这个岗位：{code}。", $"There is no such post: {code}."));
            else if (!Units.TryGetValue(at, out var seat) || !seat.Active) problems.Add(new("posts", $"没有这个单位：{at}。", $"There is no such unit: {at}."));
            else if (!units.Any(path => seat.Path.StartsWith(path, StringComparison.Ordinal))) problems.Add(new("posts", $"您无权在该单位任免岗位：{at}。", $"You may not appoint anybody at {at}."));
            else if (!post.Levels.Contains(UnitKinds.LevelOf(seat.Kind))) problems.Add(new("posts", $"该单位不设此岗位：{code}@{at}。", $"This post is not held at a unit of that level: {code}@{at}."));
            else if (ThreeAdministrators.BringsOne(post) && !held.Contains((code, seat.Id))) problems.Add(new("posts", $"管理员岗位须由安全管理员授权：{code}。", $"An administrator is granted the role, not imported: {code}."));
            else if (post.Excludes.FirstOrDefault(other => asked.Posts.Any(each => each.Post == other)) is { } other)
                problems.Add(new("posts", $"不相容职务不得由同一人担任：{code}、{other}。", $"One person may not hold both: {code}, {other}."));
        }

        if (known is null)
        {
            if (asked.Left) problems.Add(new("status", "没有这个人，不能办理离职。", "There is no such person who could leave."));
            if (UserNames.Contains(asked.Number.ToLowerInvariant())) problems.Add(new("number", "工号与已有用户名相同。", "The number is somebody's user name."));
            return;
        }

        if (known.LeftAt is not null && !asked.Left) problems.Add(new("number", "此人已离职，工号不能再用。", "This person has left; the number is not used again."));
        if (!units.Any(path => known.UnitPath.StartsWith(path, StringComparison.Ordinal))) problems.Add(new("number", "此人不在您管理的单位。", "This person is not of your units."));
        if (known.JoinedOn != asked.JoinedOn) problems.Add(new("joinedOn", $"与现有记录不符（{known.JoinedOn:yyyy-MM-dd}），请另行更正。", $"Differs from what is recorded ({known.JoinedOn:yyyy-MM-dd})."));
        if (asked.BirthMonth is not null && (known.BirthMonth, known.BirthDay) != (asked.BirthMonth, asked.BirthDay))
            problems.Add(new("birthday", "与现有记录不符，请另行更正。", "Differs from what is recorded."));
    }
}
