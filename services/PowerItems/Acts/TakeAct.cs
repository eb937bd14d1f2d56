using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Permissions;
using Ronghe.PowerItems.Steps;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Acts;

/// <param name="Kind">What is done; decisions, resubmission and meetings have endpoints of their own.</param>
/// <param name="StepId">The step; null for acts on the case as a whole.</param>
/// <param name="CaseVersion">The version that the actor saw; needed for acts that move the case.</param>
/// <param name="Opinion">The words of the act; needed for Terminate, Comment and Object.</param>
/// <param name="To">Where Return goes: initiator, previous, signer, or the key of an earlier step.</param>
/// <param name="People">Whom Transfer, Delegate, AddSigner, RemoveSigner or Copy names.</param>
/// <param name="Before">AddSigner: true when they sign before the caller.</param>
/// <param name="SplittingSeen">ReplyOutside: ids of the cases that a suspicion of splitting summed.</param>
/// <param name="Dismissed">SettleObjection: true to dismiss it, false to uphold it, which rejects the case.</param>
public sealed record TakeActRequest(
    [Required, AllowedValues("Return", "Withdraw", "Retake", "Transfer", "Delegate", "HandBack", "AddSigner", "RemoveSigner", "Terminate",
        "FileOutside", "ReplyOutside", "Object", "SettleObjection", "Comment", "Urge", "Copy", "Read")] string? Kind,
    Guid? StepId = null,
    long? CaseVersion = null,
    [StringLength(2000)] string? Opinion = null,
    [StringLength(60)] string? To = null,
    [MaxLength(50)] IReadOnlyList<Guid>? People = null,
    bool Before = false,
    bool? Dismissed = null,
    TakeActFiling? Filing = null,
    TakeActReply? Reply = null,
    [MaxLength(1000)] IReadOnlyList<Guid>? SplittingSeen = null);

/// <param name="Number">The number under which the authority took the submission in.</param>
public sealed record TakeActFiling([Required, StringLength(100)] string? Authority, [Required, StringLength(60)] string? Number, [Required] DateOnly? On);

/// <param name="Document">Number of the reply document.</param>
public sealed record TakeActReply([Required, StringLength(60)] string? Document, [Required] DateOnly? On, [Required] bool? Granted);

/// <param name="Receipt">Null when there was nothing left to do: a copy that everybody has, a second read receipt.</param>
public sealed record TakeActResponse(Guid CaseId, CaseState State, long CaseVersion, ActReceipt? Receipt);

internal static class TakeAct
{
    internal static async Task<Results<Ok<TakeActResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid caseId, TakeActRequest request, Caller caller, PowerItemsDb db, ActDoor door, CancellationToken ct)
    {
        if (await db.LoadCase(caseId, caller, ct) is not { } powerCase) return TypedResults.NotFound();
        DecideStep.LinkToOpening(powerCase);
        var act = Intended(door.Intend(Enum.Parse<ActKind>(request.Kind!), caller, request.CaseVersion), request);
        if (Faults(powerCase, act, request).ToArray() is { Length: > 0 } faults) return ProblemTypes.Invalid(faults);
        if (await Unknown(act, db, ct) is { } nobody) return nobody.ToProblem();
        if (IsDone(powerCase, act)) return TypedResults.Ok(new TakeActResponse(powerCase.Id, powerCase.State, powerCase.Version, null));
        if (act.Kind == ActKind.ReplyOutside && act.Reply!.Granted) act = act with { Splitting = await door.Splitting(db, powerCase, ct) };

        var (refusal, receipt) = await door.Take(db, powerCase, act, ct);
        return refusal is not null
            ? refusal.ToProblem()
            : TypedResults.Ok(new TakeActResponse(powerCase.Id, powerCase.State, powerCase.Version, receipt));
    }

    private static IntendedAct Intended(IntendedAct act, TakeActRequest request) => act with
    {
        StepId = IsOnStep(act.Kind) ? request.StepId : null,
        Opinion = request.Opinion,
        To = request.To,
        People = request.People ?? [],
        Before = request.Before,
        SplittingSeen = request.SplittingSeen ?? [],
        Dismissed = request.Dismissed ?? false,
        Filing = request.Filing is { } filing ? new OutsideFiling(filing.Authority!, filing.Number!, filing.On!.Value) : null,
        Reply = request.Reply is { } reply ? new OutsideReply(reply.Document!, reply.On!.Value, reply.Granted!.Value) : null,
    };

    private static bool IsOnStep(ActKind kind) => kind.IsAssignees() || kind is ActKind.Retake or ActKind.Object;

    private static IEnumerable<(string, string, string)> Faults(PowerCase powerCase, IntendedAct act, TakeActRequest request)
    {
        var today = WorkingCalendar.DayOf(act.At);
        if (IsOnStep(act.Kind) && powerCase.Steps.All(step => step.Id != act.StepId)) yield return ("stepId", "没有这个步骤。", "There is no such step.");
        if (act.Kind.Moves() && act.Kind != ActKind.Object && act.Version is null) yield return ("caseVersion", "必填。", "Is required.");
        if (act.Kind == ActKind.Return && act.To is null) yield return ("to", "请写明退回到哪里。", "Say where it goes.");
        if (act.Kind == ActKind.Return && string.IsNullOrWhiteSpace(act.Opinion)) yield return ("opinion", "请写明退回理由。", "Give the reason.");
        if (act.Kind is ActKind.RemoveSigner or ActKind.Copy && act.People.Count == 0) yield return ("people", "必填。", "Is required.");
        if (act.Kind == ActKind.HandBack && string.IsNullOrWhiteSpace(act.Opinion)) yield return ("opinion", "请填写意见。", "Give your opinion.");
        if (act.Kind == ActKind.FileOutside && act.Filing is null) yield return ("filing", "必填。", "Is required.");
        if (act.Filing?.On > today) yield return ("filing.on", "不能晚于今天。", "Cannot be later than today.");
        if (act.Kind == ActKind.ReplyOutside && act.Reply is null) yield return ("reply", "必填。", "Is required.");
        if (act.Reply?.On > today) yield return ("reply.on", "不能晚于今天。", "Cannot be later than today.");
        if (act.Kind == ActKind.SettleObjection && request.Dismissed is null) yield return ("dismissed", "必填。", "Is required.");
        if (act.Kind == ActKind.SettleObjection && string.IsNullOrWhiteSpace(act.Opinion)) yield return ("opinion", "请写明处理依据。", "Give the reason.");
    }

    private static async Task<Refusal?> Unknown(IntendedAct act, PowerItemsDb db, CancellationToken ct)
    {
        if (act.People.Count == 0 || act.Kind is ActKind.RemoveSigner) return null;
        var people = act.People.ToArray();
        var known = await db.Set<PersonCopy>().Where(person => person.Active && people.Contains(person.Id)).Select(person => person.Id).ToListAsync(ct);
        return people.Except(known).ToList() is [var unknown, ..] ? ActRefusals.UnknownPerson(unknown) : null;
    }

    private static bool IsDone(PowerCase powerCase, IntendedAct act) => act.Kind switch
    {
        ActKind.Copy => powerCase.IsOpen && act.People.All(powerCase.Copies.Contains),
        ActKind.Read => act.Actor.PersonId is not { } me || powerCase.Readers.Contains(me),
        _ => false,
    };
}
