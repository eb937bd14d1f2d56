using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Splitting;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

/// <param name="UnitCode">The unit that the case belongs to; the caller's home unit when null.</param>
/// <param name="Form">Answers to the item's fields, by name.</param>
public sealed record OpenCaseRequest(
    [Required, StringLength(20)] string? ItemCode,
    [Required, StringLength(200)] string? Title,
    [StringLength(40)] string? UnitCode,
    [Required] Dictionary<string, JsonElement>? Form,
    OpenCaseAbout? About,
    [MaxLength(50)] IReadOnlyList<OpenCaseMaterial>? Materials);

public sealed record OpenCaseAbout(
    [Required, StringLength(60)] string? Kind, [Required] Guid? Id, [Required, RegularExpression("^[0-9a-f]{64}$")] string? Digest);

public sealed record OpenCaseMaterial([Required, StringLength(60)] string? Key, [Required, StringLength(200)] string? Name);

public sealed record OpenCaseResponse(Guid CaseId, CaseState State, long CaseVersion, ActReceipt Receipt);

internal static class OpenCase
{
    internal static async Task<Results<Created<OpenCaseResponse>, ProblemHttpResult>> Handle(
        OpenCaseRequest request, Caller caller, PowerItemsDb db, ActWorlds acts, SplittingRadar radar, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Items.InForce(request.ItemCode!, clock.GetUtcNow(), ct) is not { } item) return CaseRefusals.ItemNotInForce(request.ItemCode!).ToProblem();
        if (await UnitOf(request, caller, db, ct) is not { } unit)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.MayRead(unit.Path)) return CaseRefusals.UnitOutOfScope.ToProblem();

        var errors = FormRules.Check(item.Definition.Form, request.Form!, await FormDirectories.Load(item.Definition.Form, request.Form!, db, ct));
        if (errors.Count > 0) return ProblemTypes.Invalid([.. errors.Select(error => ($"form.{error.Field}", error.Zh, error.En))]);
        if (OpeningRules.Check(item.Definition, request, unit.Kind, out var tier) is { } refusal) return refusal.ToProblem();

        var (no, powerCase, recorded) = await acts.Open(db, Opening(request, item, unit.Path, tier, caller, ActTime.Now(clock)), ct);
        if (no is not null) return no.ToProblem();

        db.Add(powerCase);
        db.AddRange(radar.SumsOf(powerCase, item.Definition));
        await db.SaveAndPublishAsync(recorded!.Events, ct);
        return TypedResults.Created(
            $"/api/v1/power-items/cases/{powerCase.Id}", new OpenCaseResponse(powerCase.Id, powerCase.State, powerCase.Version, recorded.Receipt));
    }

    private static Task<UnitCopy?> UnitOf(OpenCaseRequest request, Caller caller, PowerItemsDb db, CancellationToken ct)
    {
        var (code, home) = (request.UnitCode, caller.UnitPath);
        return db.Set<UnitCopy>().AsNoTracking()
            .FirstOrDefaultAsync(unit => unit.Active && (code == null ? unit.Path == home : unit.Code == code), ct);
    }

    private static CaseOpening Opening(
        OpenCaseRequest request, ItemVersion item, string unitPath, AmountTier? tier, Caller caller, DateTimeOffset at) => new(
        item.Definition,
        item.Number,
        item.Domain,
        unitPath,
        request.Title!,
        request.Form!,
        [.. (request.Materials ?? []).Select(material => new CaseMaterial(material.Key!, material.Name!))],
        tier,
        request.About is { } about ? new CaseSubject(about.Kind!, about.Id!.Value, about.Digest!) : null,
        new CaseInitiator(caller.Kind, caller.Subject, caller.IsPerson ? caller.PersonId : null),
        at,
        Activity.Current?.Id);
}

/// <summary>Whether an item may be run at this unit, about this object, with these materials and this amount.</summary>
internal static class OpeningRules
{
    internal static Refusal? Check(PowerItem item, OpenCaseRequest request, string unitKind, out AmountTier? tier)
    {
        tier = null;
        if (LevelOf(unitKind) is not { } level || !item.Levels.Contains(level)) return CaseRefusals.LevelNotAllowed(item, unitKind);
        if (request.About is { } about && about.Kind != item.About) return CaseRefusals.AboutNotAllowed(item);
        return CheckContent(item, request.Materials, request.Form!, out tier);
    }

    /// <summary>What is handed in, the first time and again.</summary>
    internal static Refusal? CheckContent(
        PowerItem item, IReadOnlyList<OpenCaseMaterial>? materials, IReadOnlyDictionary<string, JsonElement> form, out AmountTier? tier)
    {
        tier = null;
        var given = (materials ?? []).Select(material => material.Key).ToHashSet();
        var missing = item.Materials.Where(material => material.Required && !given.Contains(material.Key)).ToList();
        if (missing.Count > 0) return CaseRefusals.MaterialMissing(missing);
        return StepSelection.TryChooseTier(item, form, out tier) ? null : CaseRefusals.AmountOutsideTiers(item);
    }

    /// <summary>Null for a team: no item is run there.</summary>
    internal static UnitLevel? LevelOf(string unitKind) => unitKind switch
    {
        "Group" => UnitLevel.Group,
        "Bureau" or "ReserveBureau" => UnitLevel.Bureau,
        "ForestFarm" or "PatrolStation" => UnitLevel.Farm,
        _ => null,
    };
}
