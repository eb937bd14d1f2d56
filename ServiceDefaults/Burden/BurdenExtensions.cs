using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.ServiceDefaults.Burden;

/// <summary>A rule as anybody may read it.</summary>
public sealed record BurdenRuleResponse(string Code, string Citation, string Forbids, string Why, bool ExceptionPossible);

/// <summary>The rules in force.</summary>
public sealed record ListBurdenRulesResponse(string Document, string Title, DateOnly InForce, IReadOnlyList<BurdenRuleResponse> Rules);

/// <summary>A claimed exception as anybody may read it; who claimed it stays behind the id.</summary>
public sealed record BurdenExceptionResponse(
    Guid ExceptionId, string Rule, string Kind, string Code, string Scene, string Name, string Reason, string ClaimedBy,
    DateTimeOffset ClaimedAt, DateOnly Until);

/// <summary>The newest exceptions first.</summary>
public sealed record ListBurdenExceptionsResponse(int Page, bool HasMore, IReadOnlyList<BurdenExceptionResponse> Exceptions);

/// <summary>Gives a service the guard and its public lists.</summary>
public static class BurdenExtensions
{
    private const int PageSize = 50;

    /// <summary>Registers <see cref="BurdenGuard"/> on the rules of the seed folder.</summary>
    public static IServiceCollection AddBurdenGuard(this IServiceCollection services) =>
        services.AddSeed(BurdenRules.Load).AddSingleton<BurdenGuard>();

    /// <summary><c>GET /burden/rules</c> and <c>GET /burden/exceptions</c> for everybody who may call the service.</summary>
    /// <param name="routes">The service's group.</param>
    /// <param name="service">Prefix of the operations' names, such as <c>Assessment</c>.</param>
    public static IEndpointRouteBuilder MapBurden<TDb>(this IEndpointRouteBuilder routes, string service)
        where TDb : ServiceDb
    {
        var burden = routes.MapGroup("/burden").WithTags("Burden");
        Delegate list = List<TDb>; // ASP.NET Core's route analyzer falls over a type parameter in the call itself.
        burden.MapGet("/rules", Describe).WithName($"List{service}BurdenRules");
        burden.MapGet("/exceptions", list).WithName($"List{service}BurdenExceptions");
        return routes;
    }

    private static Ok<ListBurdenRulesResponse> Describe(BurdenGuard guard)
    {
        var (rules, english) = (guard.Rules, ProblemTypes.IsEnglish);
        return TypedResults.Ok(new ListBurdenRulesResponse(rules.Document.Number, english ? rules.Document.TitleEn : rules.Document.Title, rules.Document.InForce,
            [.. rules.Rules.Select(rule => new BurdenRuleResponse(
                rule.Code, rules.Document.Number + rule.Item, english ? rule.ForbidsEn : rule.Forbids, english ? rule.WhyEn : rule.Why, rule.Exception))]));
    }

    private static async Task<Results<Ok<ListBurdenExceptionsResponse>, ProblemHttpResult>> List<TDb>(TDb db, CancellationToken ct, int page = 1)
        where TDb : ServiceDb
    {
        if (page is < 1 or > 100_000) return ProblemTypes.Invalid(("page", "页码从 1 开始。", "Pages count from 1."));
        var rows = await db.Set<BurdenExemption>().AsNoTracking().OrderByDescending(row => row.ClaimedAt).ThenByDescending(row => row.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(row => new BurdenExceptionResponse(
                row.Id, row.Rule, row.Kind, row.Code, row.Scene, row.Name, row.Reason, row.ClaimedBy, row.ClaimedAt, row.Until))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListBurdenExceptionsResponse(page, rows.Count > PageSize, [.. rows.Take(PageSize)]));
    }
}
