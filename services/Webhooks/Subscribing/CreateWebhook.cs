using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Webhooks.Events;
using Ronghe.Webhooks.Targets;

namespace Ronghe.Webhooks.Subscribing;

/// <param name="Target">Address that is called, https.</param>
/// <param name="EventTypes">Such as <c>power-items.case-closed</c>.</param>
/// <param name="UnitPath">Events of this unit and those below; the client's own unit when null.</param>
public sealed record CreateWebhookRequest([Required] string? Target, [Required] IReadOnlyList<string>? EventTypes, string? UnitPath);

/// <param name="Secret">Signs what is sent (Standard Webhooks); shown this once.</param>
public sealed record CreateWebhookResponse(Guid Id, string Secret);

internal static class CreateWebhook
{
    private static readonly Refusal ClientsOnly = new("clients-only", "只有子公司系统的客户端可以订阅。", "Only a client of a subsidiary can subscribe.", 403);
    private static readonly Refusal TooMany = new("too-many-webhooks",
        $"每个客户端最多 {WebhookSubscription.MostPerClient} 个订阅，请先删除不用的。", $"A client has at most {WebhookSubscription.MostPerClient} subscriptions; remove one first.");

    internal static async Task<Results<Created<CreateWebhookResponse>, ProblemHttpResult>> Handle(
        CreateWebhookRequest request, Caller caller, WebhooksDb db, TargetRules targets, SecretSeal seal, TimeProvider clock, CancellationToken ct)
    {
        if (caller.IsPerson) return ClientsOnly.ToProblem();
        var unitPath = request.UnitPath ?? caller.UnitPath;
        if (Faults(request, unitPath, caller, targets) is { Length: > 0 } faults) return ProblemTypes.Invalid(faults);
        if (await db.Subscriptions.CountAsync(subscription => subscription.ClientId == caller.Subject, ct) >= WebhookSubscription.MostPerClient) return TooMany.ToProblem();

        var (id, secret) = (Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(32));
        db.Subscriptions.Add(new()
        {
            Id = id,
            ClientId = caller.Subject,
            UnitPath = unitPath,
            Target = request.Target!,
            EventTypes = [.. request.EventTypes!.Distinct()],
            Secret = seal.Seal(id, secret),
            CreatedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/webhooks/subscriptions/{id}", new CreateWebhookResponse(id, Secrets.Show(secret)));
    }

    private static (string, string, string)[] Faults(CreateWebhookRequest request, string unitPath, Caller caller, TargetRules targets)
    {
        var faults = new List<(string, string, string)>();
        if (targets.Fault(request.Target) is { } fault) faults.Add(("target", fault.Chinese, fault.English));
        if (!unitPath.EndsWith('/') || !caller.MayRead(unitPath)) faults.Add(("unitPath", "只能订阅本单位及下级单位的事件。", "Only events of the client's own unit and those below."));
        if (request.EventTypes!.Count == 0) faults.Add(("eventTypes", "至少选一种事件。", "At least one type of event."));
        foreach (var name in request.EventTypes)
        {
            if (EventType.Named(name) is not { } type) faults.Add(("eventTypes", $"没有事件 {name}。可选：{Known}。", $"There is no event {name}. There are: {Known}."));
            else if (!caller.Scopes.Contains(type.Scope)) faults.Add(("eventTypes", $"{name} 需要权限范围 {type.Scope}。", $"{name} needs the scope {type.Scope}."));
        }

        return [.. faults];
    }

    private static string Known => string.Join(", ", EventType.All.Select(type => type.Name));
}

internal static class Secrets
{
    /// <summary>The form of the Standard Webhooks specification.</summary>
    internal static string Show(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);
}
