using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Permissions;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Meetings;

/// <param name="StartsAt">Not before the materials have been out for as many days as the body's rule asks: they go out now.</param>
/// <param name="Topics">Steps of cases that wait for the caller and are for this body, in the order of the agenda.</param>
public sealed record ConveneMeetingRequest(
    [Required] DecisionBody? Body,
    [Required, StringLength(200)] string? Title,
    [StringLength(200)] string? Place,
    [Required] DateTimeOffset? StartsAt,
    [Required, MinLength(1), MaxLength(50)] IReadOnlyList<ConveneMeetingTopic>? Topics);

public sealed record ConveneMeetingTopic([Required] Guid? CaseId, [Required] Guid? StepId, [Required] long? CaseVersion);

public sealed record ConveneMeetingResponse(Guid MeetingId, int Year, int Number, IReadOnlyList<BodyMember> Members, int Quorum);

internal static class ConveneMeeting
{
    internal static async Task<Results<Created<ConveneMeetingResponse>, NotFound, ProblemHttpResult>> Handle(
        ConveneMeetingRequest request, Caller caller, PowerItemsDb db, ActDoor door, DecisionBodies bodies, CancellationToken ct)
    {
        var topics = request.Topics!;
        if (topics.DistinctBy(topic => topic.CaseId).Count() < topics.Count) return ProblemTypes.Invalid(("topics", "同一案件只能列一次。", "A case stands on an agenda once."));
        var cases = new Dictionary<Guid, PowerCase>();
        // In one order, so that two clerks never wait for each other in a circle.
        foreach (var topic in topics.OrderBy(topic => topic.CaseId))
        {
            if (await db.LoadCase(topic.CaseId!.Value, caller, ct) is not { } powerCase || powerCase.Steps.All(step => step.Id != topic.StepId)) return TypedResults.NotFound();
            cases[powerCase.Id] = powerCase;
        }

        var (rule, at) = (bodies[request.Body!.Value], door.Intend(ActKind.Convene, caller, null).At);
        var unitPath = HeldAt(cases[topics[0].CaseId!.Value], topics[0].StepId!.Value, caller);
        var members = await Members(db, rule, unitPath, ct);
        if (members.Count == 0) return MeetingRefusals.NoMembers(rule).ToProblem();
        var meeting = await Plan(request, rule, unitPath, members, cases, (caller, at), db, ct);

        var events = new List<object>();
        foreach (var topic in topics)
        {
            var powerCase = cases[topic.CaseId!.Value];
            var act = door.Intend(ActKind.Convene, caller, topic.CaseVersion) with { StepId = topic.StepId, Meeting = Topic(meeting, rule, powerCase) };
            var (refusal, recorded) = await door.TakeWithoutSaving(db, powerCase, act, ct);
            if (refusal is not null) return refusal.ToProblem();
            events.AddRange(recorded!.Events);
        }

        db.Add(meeting);
        await db.SaveAndPublishAsync(events, ct);
        return TypedResults.Created($"/api/v1/power-items/meetings/{meeting.Id}",
            new ConveneMeetingResponse(meeting.Id, meeting.Year, meeting.Number, members, MeetingRules.QuorumOf(rule, members.Count)));
    }

    // The body sits where its clerk does: a farm's topic that climbed to the bureau is decided there.
    private static string HeldAt(PowerCase powerCase, Guid stepId, Caller caller) => powerCase.Steps.First(step => step.Id == stepId).Assignments
        .FirstOrDefault(one => one.People.Contains(caller.PersonId))?.UnitPath ?? powerCase.UnitPath;

    private static async Task<List<BodyMember>> Members(PowerItemsDb db, BodyRule rule, string unitPath, CancellationToken ct)
    {
        var holders = await db.HoldersOf(rule.Members, unitPath, ct);
        return [.. rule.Members.SelectMany(post => holders.At(post, unitPath, _ => true).Select(person => new BodyMember(person, post))).DistinctBy(member => member.PersonId)];
    }

    private static async Task<Meeting> Plan(ConveneMeetingRequest request, BodyRule rule, string unitPath, List<BodyMember> members,
        Dictionary<Guid, PowerCase> cases, (Caller Caller, DateTimeOffset At) by, PowerItemsDb db, CancellationToken ct)
    {
        var (body, year) = (rule.Body, WorkingCalendar.DayOf(request.StartsAt!.Value).Year);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{unitPath} {body} {year}"}, 0))", ct);
        var last = await db.Meetings.Where(other => other.UnitPath == unitPath && other.Body == body && other.Year == year).MaxAsync(other => (int?)other.Number, ct);
        return new Meeting
        {
            Id = Guid.CreateVersion7(by.At), UnitPath = unitPath, Body = body, Year = year, Number = (last ?? 0) + 1, Title = request.Title!, Place = request.Place,
            StartsAt = request.StartsAt.Value.ToUniversalTime(), MaterialsAt = by.At, ConvenedBy = by.Caller.PersonId, Members = members,
            Participants = [.. members.Select(member => member.PersonId.ToString()).Append(by.Caller.Subject).Distinct()],
            Topics = [.. request.Topics!.Select(topic => cases[topic.CaseId!.Value] is var one ? new MeetingTopic(one.Id, topic.StepId!.Value, one.ItemCode, one.Title) : null!)],
        };
    }

    // Who opened the case, and who acted in it for a post that is kept apart, stays out from the beginning.
    private static CaseMeeting Topic(Meeting meeting, BodyRule rule, PowerCase powerCase) => new(
        meeting.Id, rule, meeting.Members, meeting.MaterialsAt, meeting.StartsAt,
        Recused: [.. meeting.Members.Where(member => !CasePermissions.MayEverAct(powerCase, member.PersonId, member.Post)).Select(member => member.PersonId)]);
}
