namespace Ronghe.PowerItems.Acts;

/// <summary>Everything that can be done to a case. The names stand in the ledger: never renamed.</summary>
internal enum ActKind
{
    Open, Resubmit, Approve, Reject, Return, Withdraw, Retake, Transfer, Delegate, HandBack, AddSigner, RemoveSigner, Terminate,
    FileOutside, ReplyOutside, Object, SettleObjection, Convene, OpenMeeting, Recuse, Vote, Resolve,
    Attach, Comment, Urge, Copy, Read, Alert,
}

internal static class ActKinds
{
    /// <summary>
    /// True for acts that change where the case stands or what there is to decide on: whoever saw it before them must look again.
    /// A remark, a reminder or a receipt makes nobody's view stale.
    /// </summary>
    internal static bool Moves(this ActKind kind) => kind < ActKind.Comment;

    /// <summary>True for acts by which somebody decides or lets decide.</summary>
    internal static bool Decides(this ActKind kind) =>
        kind is ActKind.Approve or ActKind.Reject or ActKind.ReplyOutside or ActKind.SettleObjection or ActKind.Vote or ActKind.Resolve;

    /// <summary>True for acts that only the initiator takes.</summary>
    internal static bool IsInitiators(this ActKind kind) => kind is ActKind.Resubmit or ActKind.Withdraw or ActKind.Terminate;

    /// <summary>True for acts of the person to whom the active step is assigned.</summary>
    internal static bool IsAssignees(this ActKind kind) => kind is ActKind.Approve or ActKind.Reject or ActKind.Return or ActKind.Transfer
        or ActKind.Delegate or ActKind.HandBack or ActKind.AddSigner or ActKind.RemoveSigner or ActKind.FileOutside or ActKind.ReplyOutside
        or ActKind.SettleObjection or ActKind.Convene or ActKind.OpenMeeting or ActKind.Resolve;
}
