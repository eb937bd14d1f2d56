using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Assignees;

internal static class HolderQueries
{
    /// <summary>Who holds these posts at the unit or above it now, by the copy of the directory.</summary>
    internal static async Task<PostHolders> HoldersOf(this PowerItemsDb db, IEnumerable<string> posts, string unitPath, CancellationToken ct)
    {
        var wanted = posts.Distinct().SelectMany(post => PostHolders.Chain(unitPath).Select(path => (Post: post, Path: path))).ToList();
        if (wanted.Count == 0) return new PostHolders([]);
        var (codes, paths) = (wanted.Select(one => one.Post).ToArray(), wanted.Select(one => one.Path).ToArray());
        // One look into the GIN index for each post and unit.
        return new PostHolders(await db.Database.SqlQuery<PostHolder>($"""
            SELECT p.id AS person_id, w.post AS post, w.path AS unit_path
            FROM unnest({codes}, {paths}) AS w(post, path)
            JOIN directory_people p ON p.active
              AND p.posts @> jsonb_build_array(jsonb_build_object('post', w.post, 'unitPath', w.path))
            """).ToListAsync(ct));
    }
}
