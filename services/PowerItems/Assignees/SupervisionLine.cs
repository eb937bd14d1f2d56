using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Assignees;

/// <summary>Posts that stand in where a post is vacant and are told of what is overdue, in this order at each unit, then at the unit above.</summary>
internal sealed record SupervisionLine(IReadOnlyList<string> Posts)
{
    /// <exception cref="SeedException">The file is missing or broken; names file, line and field.</exception>
    internal static SupervisionLine Read(string folder)
    {
        var path = Path.Combine(folder, "supervision.json");
        var line = SeedFile.Read<SupervisionLine>(path);
        return line.Posts.Count > 0 ? line : throw SeedFile.Wrong(path, "posts", "is empty");
    }

    /// <summary>Who supervises a unit: the holders of the first post of the line that somebody who may act holds there, or above.</summary>
    internal (string Post, FoundHolders Found)? Find(PostHolders holders, string unitPath, Func<Guid, bool> mayAct)
    {
        foreach (var path in PostHolders.Chain(unitPath))
        {
            foreach (var post in Posts)
            {
                if (holders.At(post, path, mayAct) is { Count: > 0 } people)
                    return (post, new FoundHolders(path, path == unitPath ? null : unitPath, people));
            }
        }

        return null;
    }
}
