using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Branches;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

internal sealed class Person : IUnitScoped
{
    public required Guid Id { get; init; }

    /// <summary>Employee number.</summary>
    public required string Number { get; init; }

    public required string Name { get; set; }

    public required Guid UnitId { get; set; }

    public required string UnitPath { get; set; }

    public required bool PartyMember { get; set; }

    public required Guid? BranchId { get; set; }

    public required bool UnionMember { get; set; }

    public required DateOnly JoinedOn { get; init; }

    // The year of birth is nobody's business here: birthday greetings need the month and the day.
    public required int? BirthMonth { get; init; }

    public required int? BirthDay { get; init; }

    public long Version { get; set; } = 1;

    public DateTimeOffset? LeftAt { get; set; }

    internal Refusal? Move(long version, Unit? unit, bool? partyMember, Guid? branchId, bool? unionMember)
    {
        if (Refuse(version) is { } refusal) return refusal;
        if (unit is { Active: false }) return UnitRefusals.ParentClosed;
        if (unit is not null) (UnitId, UnitPath) = (unit.Id, unit.Path);
        PartyMember = partyMember ?? PartyMember;
        BranchId = PartyMember ? branchId ?? BranchId : null;
        UnionMember = unionMember ?? UnionMember;
        Version++;
        return null;
    }

    internal Refusal? Leave(long version, DateTimeOffset at)
    {
        if (Refuse(version) is { } refusal) return refusal;
        LeftAt = at;
        Version++;
        return null;
    }

    internal PersonFacts ToFacts(IReadOnlyList<PostHolding> posts) =>
        new(UnitId, UnitPath, posts, PartyMember, BranchId, UnionMember, JoinedOn, BirthMonth, BirthDay);

    private Refusal? Refuse(long version) =>
        LeftAt is not null ? PersonRefusals.HasLeft : version != Version ? UnitRefusals.Stale : null;
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasIndex(person => person.Number).IsUnique();
        builder.HasIndex(person => person.UnitPath).HasOperators("text_pattern_ops");
        builder.HasOne<Unit>().WithMany().HasForeignKey(person => person.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Branch>().WithMany().HasForeignKey(person => person.BranchId).OnDelete(DeleteBehavior.Restrict);
    }
}
