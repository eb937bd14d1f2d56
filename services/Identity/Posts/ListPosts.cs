using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Identity.Posts;

public sealed record PostResponse(string Code, string Name, string NameEn, string[] Levels, string[] Roles, string[] Excludes);

internal static class ListPosts
{
    internal static async Task<Ok<IReadOnlyList<PostResponse>>> Handle(IdentityDb db, CancellationToken ct)
    {
        var posts = await db.Posts.AsNoTracking().OrderBy(post => post.Code)
            .Select(post => new PostResponse(post.Code, post.Name, post.NameEn, post.Levels, post.Roles, post.Excludes)).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<PostResponse>>(posts);
    }
}
