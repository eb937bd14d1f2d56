using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Identity.Posts;

/// <summary>A post that can be held at units of its levels. It brings roles over the unit where it is held.</summary>
internal sealed class Post
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required string[] Levels { get; init; }

    public required string[] Roles { get; init; }

    /// <summary>Posts that nobody may hold together with this one; kept in both directions.</summary>
    public required string[] Excludes { get; init; }
}

internal sealed class PostConfiguration : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.ToTable("posts");
        builder.HasKey(post => post.Code);
    }
}
