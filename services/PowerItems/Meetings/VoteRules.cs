using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Permissions;
using Ronghe.PowerItems.Steps;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Meetings;

/// <summary>What the members of a body do at its meeting, each in person.</summary>
internal static class VoteRules
{
    internal static Refusal? Check(PowerCase powerCase, CaseStep step, IntendedAct act)
    {
        if (step.Meeting is not { } meeting) return MeetingRefusals.NotConvened;
        return act.Kind switch
        {
            ActKind.Recuse => Recuse(step, meeting, act),
            ActKind.Vote => Vote(powerCase, meeting, act),
            _ => throw new InvalidOperationException($"Act {act.Kind} has no rule."),
        };
    }

    private static Refusal? Recuse(CaseStep step, CaseMeeting meeting, IntendedAct act)
    {
        if (act.People.Count != 1) return ActRefusals.NameOnePerson;
        var member = act.People[0];
        if (member != act.Actor.PersonId && !StepRules.Open(step).Any(one => act.Actor.PersonId is { } me && one.People.Contains(me))) return CaseRefusals.NotAssigned;
        if (meeting.Members.All(one => one.PersonId != member)) return MeetingRefusals.NotAMember;
        if (meeting.Recused?.Contains(member) == true) return MeetingRefusals.RecusedMember;
        if (string.IsNullOrWhiteSpace(act.Opinion)) return CaseRefusals.ReasonNeeded;
        return meeting.Votes?.Any(vote => vote.Member == member) == true ? MeetingRefusals.AlreadyVoted : null;
    }

    private static Refusal? Vote(PowerCase powerCase, CaseMeeting meeting, IntendedAct act)
    {
        var me = act.Actor.PersonId;
        if (meeting.Members.FirstOrDefault(member => member.PersonId == me) is not { } member) return MeetingRefusals.NotAMember;
        if (meeting.Recused?.Contains(member.PersonId) == true) return MeetingRefusals.RecusedMember;
        if (CasePermissions.ActedApart(powerCase, member.PersonId, member.Post)) return CaseRefusals.DutiesNotSeparated;
        if (meeting.Present is null) return MeetingRefusals.NotOpened;
        if (!meeting.Present.Contains(member.PersonId)) return MeetingRefusals.MemberAbsent;
        if (meeting.Votes?.Any(vote => vote.Member == me) == true) return MeetingRefusals.AlreadyVoted;
        if (act.Vote!.Choice != VoteChoice.For && string.IsNullOrWhiteSpace(act.Opinion)) return CaseRefusals.ReasonNeeded;
        return meeting.Rule.HeadSpeaksLast && meeting.Head == me && meeting.YetToVote.Any(other => other != me) ? MeetingRefusals.HeadSpeaksLast : null;
    }
}

/// <summary>What the clerk does with a topic: convene, open, resolve.</summary>
internal static class MeetingChecks
{
    internal static Refusal? Check(CaseStep step, IntendedAct act)
    {
        if (step.Plan.Kind != StepKind.Collective) return MeetingRefusals.NotCollective;
        if (act.Kind == ActKind.Convene) return Convene(step, act.Meeting!);
        if (step.Meeting is not { } meeting) return MeetingRefusals.NotConvened;
        return act.Kind == ActKind.OpenMeeting ? OpenMeeting(meeting, act) : Resolve(meeting);
    }

    private static Refusal? Convene(CaseStep step, CaseMeeting planned)
    {
        if (step.Meeting is not null) return MeetingRefusals.AlreadyConvened;
        if (planned.Rule.Body != step.Plan.Body) return MeetingRefusals.AnotherBody(step.Plan.Body!.Value);
        var earliest = planned.MaterialsAt.AddDays(planned.Rule.MaterialsDays);
        return planned.StartsAt < earliest ? MeetingRefusals.MaterialsTooLate(planned.Rule, earliest) : null;
    }

    private static Refusal? OpenMeeting(CaseMeeting meeting, IntendedAct act)
    {
        if (meeting.Present is not null) return MeetingRefusals.AlreadyOpened;
        if (act.At < meeting.StartsAt) return MeetingRefusals.TooEarly(meeting.StartsAt);
        if (act.People.Except(meeting.Members.Select(member => member.PersonId)).Any()) return MeetingRefusals.NotAMember;
        var opened = meeting with { Present = act.People };
        return MeetingRules.HasQuorum(opened) ? null : MeetingRefusals.NoQuorum(opened);
    }

    private static Refusal? Resolve(CaseMeeting meeting)
    {
        if (meeting.Present is null) return MeetingRefusals.NotOpened;
        if (!MeetingRules.HasQuorum(meeting)) return MeetingRefusals.NoQuorum(meeting);
        return meeting.YetToVote.Any() ? MeetingRefusals.VotesMissing(meeting.YetToVote.Count()) : null;
    }
}
