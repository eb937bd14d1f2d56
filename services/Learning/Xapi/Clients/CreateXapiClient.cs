using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Xapi.Clients;

/// <param name="Name">What the key is for.</param>
/// <param name="UnitPath">Unit that its Statements belong to, such as <c>G/B01/</c>.</param>
/// <param name="MayRead">Whether it reads the records of that unit; default false.</param>
/// <param name="MayWrite">Whether it writes; default true.</param>
public sealed record CreateXapiClientRequest(
    [Required, StringLength(100, MinimumLength = 1)] string? Name, [Required, StringLength(200)] string? UnitPath, bool MayRead = false, bool MayWrite = true);

/// <param name="Secret">Shown once; only its hash is kept.</param>
public sealed record XapiClientSecretResponse(Guid ClientId, string Secret);

internal static class CreateXapiClient
{
    internal static readonly Refusal NotAdministrator = new(
        "not-administrator", "只有该单位的系统管理员可以管理学习记录密钥。", "Only the system administrator of the unit manages record store keys.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Created<XapiClientSecretResponse>, ProblemHttpResult>> Handle(
        CreateXapiClientRequest request, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.Holds(RoleNames.SystemAdministrator, request.UnitPath!)) return NotAdministrator.ToProblem();
        if (!await db.Set<ServiceDefaults.Directory.UnitCopy>().AnyAsync(unit => unit.Path == request.UnitPath, ct))
            return ProblemTypes.Invalid(("unitPath", "没有这个单位。", "There is no such unit."));
        var client = XapiClient.Create(request.Name!, request.UnitPath!, request.MayRead, request.MayWrite, clock.GetUtcNow(), out var secret);
        db.Add(client);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/learning/xapi-clients/{client.Id}", new XapiClientSecretResponse(client.Id, secret));
    }
}
