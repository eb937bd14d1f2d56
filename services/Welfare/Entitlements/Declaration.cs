using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Entitlements;

/// <summary>Something that a person declared about themselves, so that condolence and gifts reach them. Theirs to withdraw.</summary>
internal sealed class Declaration
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string Kind { get; init; }

    public required DateOnly HappenedOn { get; init; }

    public required DateTimeOffset DeclaredAt { get; init; }

    internal static void Configure(EntityTypeBuilder<Declaration> entity)
    {
        entity.ToTable("declarations");
        entity.HasKey(declaration => declaration.Id);
        entity.HasIndex(declaration => new { declaration.PersonId, declaration.Kind, declaration.HappenedOn }).IsUnique();
    }
}

/// <summary>Whose hardship was recognised, and until when.</summary>
internal sealed class HardshipGrade
{
    public required Guid PersonId { get; init; }

    public required string Grade { get; set; }

    public required DateOnly Until { get; set; }

    internal static void Configure(EntityTypeBuilder<HardshipGrade> entity)
    {
        entity.ToTable("hardship_grades", table => table.HasCheckConstraint("hardship_grade", "grade IN ('Special', 'Grave', 'General')"));
        entity.HasKey(grade => grade.PersonId);
    }
}

public sealed record DeclareRequest(
    [Required, AllowedValues("Marriage", "Childbirth", "Hospitalised", "Bereavement", "Retirement")] string? Kind, [Required] DateOnly? HappenedOn);

public sealed record DeclarationResponse(Guid DeclarationId, string Kind, DateOnly HappenedOn);

internal static class Declare
{
    private static readonly Refusal Twice = new("declared-already", "这件事已经登记过了。", "This was declared already.");

    internal static async Task<Results<Ok<DeclarationResponse>, ProblemHttpResult>> Handle(
        DeclareRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (request.HappenedOn > RunDry.DayOf(now)) return ProblemTypes.Invalid(("happenedOn", "不能晚于今天。", "Not after today."));
        var row = new Declaration { Id = Guid.CreateVersion7(now), PersonId = caller.PersonId, Kind = request.Kind!, HappenedOn = request.HappenedOn!.Value, DeclaredAt = now };
        if (await db.Declarations.AnyAsync(other => other.PersonId == row.PersonId && other.Kind == row.Kind && other.HappenedOn == row.HappenedOn, ct)) return Twice.ToProblem();

        db.Declarations.Add(row);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(new DeclarationResponse(row.Id, row.Kind, row.HappenedOn));
    }

    internal static async Task<Ok<IReadOnlyList<DeclarationResponse>>> List(Caller caller, WelfareDb db, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<DeclarationResponse>>(await db.Declarations.AsNoTracking().Where(row => row.PersonId == caller.PersonId)
            .OrderBy(row => row.HappenedOn).Select(row => new DeclarationResponse(row.Id, row.Kind, row.HappenedOn)).ToListAsync(ct));

    internal static async Task<Results<NoContent, NotFound>> Withdraw(Guid declarationId, Caller caller, WelfareDb db, CancellationToken ct) =>
        await db.Declarations.Where(row => row.Id == declarationId && row.PersonId == caller.PersonId).ExecuteDeleteAsync(ct) == 1
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
