using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Tasks;

/// <param name="More">True when there is a next page.</param>
public sealed record ListTasksResponse(IReadOnlyList<WaitingTask> Items, int Page, int Size, bool More);

/// <summary>A step that waits for the caller.</summary>
/// <param name="Recorded">True when an opinion is needed as evidence.</param>
/// <param name="DueAt">Null when the step has no limit.</param>
/// <param name="NoticeUntil">A public notice cannot be closed before this; null for every other kind.</param>
public sealed record WaitingTask(
    Guid CaseId,
    Guid StepId,
    long CaseVersion,
    string ItemCode,
    string ItemName,
    string ItemNameEn,
    string Title,
    string UnitPath,
    string? UnitName,
    string? UnitNameEn,
    string StepKey,
    string StepName,
    string StepNameEn,
    StepKind Kind,
    bool Recorded,
    string Post,
    string? EscalatedFrom,
    DateTimeOffset? ActiveSince,
    DateTimeOffset? DueAt,
    DateTimeOffset? NoticeUntil);

internal static class ListTasks
{
    /// <summary>What waits for the caller, the most urgent first.</summary>
    internal static async Task<Ok<ListTasksResponse>> Handle(
        Caller caller, PowerItemsDb db, CancellationToken ct, [Range(1, 100_000)] int page = 1, [Range(1, 100)] int size = 20)
    {
        var me = caller.PersonId;
        var cases = await db.Cases.AsNoTracking()
            .Where(one => one.State == CaseState.Running && one.WaitingFor.Contains(me))
            .OrderBy(one => one.DueAt == null).ThenBy(one => one.DueAt).ThenBy(one => one.Id)
            .Skip((page - 1) * size).Take(size + 1)
            .ToListAsync(ct);
        var paths = cases.Select(one => one.UnitPath).Distinct().ToList();
        var units = await db.Set<UnitCopy>().AsNoTracking().Where(unit => paths.Contains(unit.Path)).ToDictionaryAsync(unit => unit.Path, ct);
        return TypedResults.Ok(new ListTasksResponse(
            [.. cases.Take(size).Select(one => Waiting(one, me, units.GetValueOrDefault(one.UnitPath)))], page, size, cases.Count > size));
    }

    private static WaitingTask Waiting(PowerCase powerCase, Guid me, UnitCopy? unit)
    {
        var step = powerCase.ActiveStep!;
        // A member of a body who has yet to vote holds no assignment: the seat is their capacity.
        var mine = step.Assignments.FirstOrDefault(one => one is { Decision: null, Removed: false } && one.People.Contains(me));
        var post = mine?.Post ?? step.Meeting?.Members.FirstOrDefault(member => member.PersonId == me)?.Post ?? "";
        return new WaitingTask(
            powerCase.Id, step.Id, powerCase.Version, powerCase.ItemCode, powerCase.ItemName, powerCase.ItemNameEn, powerCase.Title,
            powerCase.UnitPath, unit?.Name, unit?.NameEn, step.Plan.Key, step.Plan.Name, step.Plan.NameEn, step.Plan.Kind, step.Plan.IsRecorded,
            post, mine?.EscalatedFrom, step.ActiveSince, step.DueAt, step.NoticeUntil);
    }
}
