using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Cases;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Acts;

public sealed class Notices_and_authorities
{
    private readonly Organisation organisation = new();

    [Fact]
    public void An_objection_suspends_the_notice_until_it_is_dismissed_and_the_window_moves_by_that_time()
    {
        var (clerk, objector) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.PublicNotice, "A") with { Limit = new StepLimit(8, TimeUnit.WorkingDays, LimitKind.Internal) }));
        var (until, due) = (powerCase.ActiveStep!.NoticeUntil!.Value, powerCase.DueAt!.Value);

        Assert.Equal("reason-needed", organisation.Act(powerCase, ActKind.Object, objector));
        organisation.Now = Monday.AddDays(1);
        Assert.Null(organisation.Act(powerCase, ActKind.Object, objector, Said));
        Assert.Null(powerCase.DueAt);
        Assert.Null(powerCase.NextAlertAt);
        Assert.Equal([clerk], powerCase.WaitingFor);
        Assert.Equal("objection-open", organisation.Decide(powerCase, clerk));
        organisation.Now = Monday.AddDays(3);
        Assert.Null(organisation.Act(powerCase, ActKind.SettleObjection, clerk, act => Said(act) with { Dismissed = true }));

        Assert.Equal(until.AddDays(2), powerCase.ActiveStep!.NoticeUntil); // Tuesday to Thursday: two working days, to Wednesday
        Assert.Equal(due.AddDays(4), powerCase.DueAt); // two working days, over a weekend
        Assert.Equal("notice-still-open", organisation.Decide(powerCase, clerk));
        organisation.Now = powerCase.ActiveStep.NoticeUntil!.Value;
        Assert.Equal("objection-too-late", organisation.Act(powerCase, ActKind.Object, objector, Said));
        Assert.Null(organisation.Decide(powerCase, clerk));
    }

    [Fact]
    public void An_objection_that_is_upheld_rejects_the_case()
    {
        var clerk = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.PublicNotice, "A")));
        organisation.Act(powerCase, ActKind.Object, Guid.CreateVersion7(), Said);

        Assert.Null(organisation.Act(powerCase, ActKind.SettleObjection, clerk, act => Said(act) with { Dismissed = false }));

        Assert.Equal(CaseState.Rejected, powerCase.State);
    }

    [Fact]
    public void An_authority_outside_stops_the_clock_and_its_reply_decides_the_step()
    {
        var clerk = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Outside, "A") with { Limit = new StepLimit(3, TimeUnit.WorkingDays, LimitKind.Internal) }));

        Assert.Equal("outside-decides", organisation.Decide(powerCase, clerk));
        Assert.Equal("not-filed", organisation.Act(powerCase, ActKind.ReplyOutside, clerk, Replied(true)));
        Assert.Null(organisation.Act(powerCase, ActKind.FileOutside, clerk, Filed));
        Assert.Null(powerCase.NextAlertAt);
        Assert.Equal("already-filed", organisation.Act(powerCase, ActKind.FileOutside, clerk, Filed));
        Assert.Equal("reply-before-filing", organisation.Act(powerCase, ActKind.ReplyOutside, clerk, act => act with { Reply = new OutsideReply("9号", new DateOnly(2026, 11, 1), true) }));
        Assert.Null(organisation.Act(powerCase, ActKind.ReplyOutside, clerk, Replied(false)));

        Assert.Equal(CaseState.Rejected, powerCase.State);
        var row = organisation.Acts[powerCase.Id][^1];
        Assert.Equal(("林资许〔2026〕9号", "false", "Recorded"), (row.Facts["document"], row.Facts["granted"], row.Manner));
    }

    [Fact]
    public void A_step_writes_only_the_fields_it_may()
    {
        var a = organisation.Holds("A");
        var step = Step(StepKind.Single, "A") with { Fields = new Dictionary<string, FieldRight> { ["price"] = FieldRight.Edit, ["note"] = FieldRight.Hidden } };
        var powerCase = organisation.Open(Item(step));

        Assert.Equal("field-not-editable", organisation.Act(powerCase, ActKind.Approve, a, Filling("note")));
        Assert.Equal("field-not-editable", organisation.Act(powerCase, ActKind.Approve, a, Filling("other")));
        Assert.Null(organisation.Act(powerCase, ActKind.Approve, a, Filling("price")));

        Assert.Equal(5, powerCase.Form["price"].GetInt32());
        Assert.Equal(Snapshots.Of(powerCase), Snapshots.Of(organisation.Replay(powerCase)));
    }

    [Fact]
    public void An_act_that_needs_a_step_is_refused_without_one()
    {
        var a = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        foreach (var kind in Enum.GetValues<ActKind>().Where(kind => kind.Moves() && kind != ActKind.Attach && !kind.IsInitiators()))
            Assert.NotNull(organisation.Act(powerCase, kind, a, act => act with { StepId = null }));
    }

    private static IntendedAct Said(IntendedAct act) => act with { Opinion = "公示名单有误" };

    private static IntendedAct Filed(IntendedAct act) => act with { Filing = new OutsideFiling("省林草局", "林资〔2026〕1号", new DateOnly(2026, 11, 23)) };

    private static Func<IntendedAct, IntendedAct> Replied(bool granted) => act => act with { Reply = new OutsideReply("林资许〔2026〕9号", new DateOnly(2026, 11, 30), granted) };

    private static Func<IntendedAct, IntendedAct> Filling(string field) => act => act with
    {
        Fields = new Dictionary<string, System.Text.Json.JsonElement> { [field] = System.Text.Json.JsonSerializer.SerializeToElement(5) },
    };
}
