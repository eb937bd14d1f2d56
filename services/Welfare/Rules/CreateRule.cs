using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Welfare.Rules;

/// <param name="Clauses">All clauses must hold; a clause holds when one of its conditions does.</param>
public sealed record CreateRuleRequest(
    [Required, StringLength(60), RegularExpression("[a-z0-9-]+")] string? Code,
    [Required, StringLength(100)] string? Name,
    [Required, StringLength(200)] string? NameEn,
    [Required, MinLength(1), MaxLength(20)] IReadOnlyList<IReadOnlyList<RuleCondition>>? Clauses);

public sealed record RuleResponse(string Code, int Version, string Name, string NameEn, IReadOnlyList<IReadOnlyList<RuleCondition>> Clauses);

/// <summary>Writes a rule, or the next version of one.</summary>
internal static class CreateRule
{
    internal static async Task<Results<Created<RuleResponse>, ProblemHttpResult>> Handle(
        CreateRuleRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        foreach (var (clause, index) in request.Clauses!.Select((clause, index) => (clause, index)))
        {
            if (clause.Count == 0) return ProblemTypes.Invalid(($"clauses[{index}]", "至少一个条件。", "At least one condition."));
            foreach (var condition in clause)
            {
                if (Facts.Wrong(condition) is { } wrong) return ProblemTypes.Invalid(($"clauses[{index}]", wrong.Chinese, wrong.English));
            }
        }

        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"rule {request.Code}"}, 0))", ct);
        var last = await EntitlementRule.Find(db, request.Code!, null, ct);
        var rule = Of(request, (last?.Version ?? 0) + 1, caller.Subject, clock.GetUtcNow());
        db.EntitlementRules.Add(rule);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/welfare/rules/{rule.Code}?version={rule.Version}", Describe(rule));
    }

    internal static EntitlementRule Of(CreateRuleRequest request, int version, string by, DateTimeOffset now) => new()
    {
        Code = request.Code!, Version = version, Name = request.Name!, NameEn = request.NameEn!,
        Clauses = [.. request.Clauses!.Select(clause => clause.ToArray())], CreatedBy = by, CreatedAt = now,
    };

    internal static RuleResponse Describe(EntitlementRule rule) => new(rule.Code, rule.Version, rule.Name, rule.NameEn, rule.Clauses);
}

internal static class ReadRule
{
    internal static async Task<Results<Ok<RuleResponse>, NotFound>> Handle(string code, WelfareDb db, CancellationToken ct, int? version = null) =>
        await EntitlementRule.Find(db, code, version, ct) is { } rule ? TypedResults.Ok(CreateRule.Describe(rule)) : TypedResults.NotFound();
}

/// <summary>The rules that a group starts with.</summary>
internal sealed record RulePack(IReadOnlyList<CreateRuleRequest> Rules)
{
    internal static RulePack Load(string seeds)
    {
        var path = Path.Combine(seeds, "welfare", "rules.json");
        var rules = SeedFile.Read<IReadOnlyList<CreateRuleRequest>>(path);
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            if (rule.Clauses!.SelectMany(clause => clause).Select(Facts.Wrong).FirstOrDefault(wrong => wrong is not null) is { } wrong)
                throw SeedFile.Wrong(path, $"[{index}].clauses", wrong.English);
        }

        return new(rules);
    }

    internal static async Task Seed(IServiceProvider services, WelfareDb db, CancellationToken ct)
    {
        var known = await db.EntitlementRules.Select(rule => rule.Code).Distinct().ToListAsync(ct);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        db.EntitlementRules.AddRange(services.GetRequiredService<RulePack>().Rules.Where(rule => !known.Contains(rule.Code!))
            .Select(rule => CreateRule.Of(rule, 1, "seed", now)));
        await db.SaveChangesAsync(ct);
    }
}
