using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Statements;

/// <summary>POST and PUT of Statements (Communication 2.1.1, 2.1.2). All of a request is stored, or nothing of it.</summary>
internal static class StoreStatements
{
    internal static async Task<IResult> Post(HttpContext http, Caller caller, StatementIntake intake, IConfiguration configuration)
    {
        if (http.Request.Query.Keys.FirstOrDefault() is { } parameter) throw new MalformedException(parameter, "POST 没有这个参数。", "POST has no such parameter.");
        var (refused, ids) = await Store(http, null, caller, intake, configuration);
        return refused ?? Results.Json(ids);
    }

    internal static async Task<IResult> Put(HttpContext http, Caller caller, StatementIntake intake, IConfiguration configuration)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => name != "statementId") is { } parameter) throw new MalformedException(parameter, "PUT 没有这个参数。", "PUT has no such parameter.");
        if (http.Request.Query["statementId"] is not [{ } text] || !Guid.TryParseExact(text, "D", out var id))
            throw new MalformedException("statementId", "必须是一个 UUID。", "Must be one UUID.");
        var (refused, _) = await Store(http, id, caller, intake, configuration);
        return refused ?? Results.NoContent();
    }

    private static async Task<(IResult? Refused, IEnumerable<Guid> Ids)> Store(HttpContext http, Guid? id, Caller caller, StatementIntake intake, IConfiguration configuration)
    {
        var authority = Authority.Of(caller, configuration);
        var (drafts, attachments) = await ReadStatements.Of(http, id, authority);
        if (Reach.Writing(caller, authority, drafts) is { } refusal) return (refusal.ToProblem(), []);
        var outcome = await intake.Store(new Submission(drafts, attachments, caller.UnitPath, !caller.IsPerson), http.RequestAborted);
        return outcome.Answer switch
        {
            IntakeAnswer.Conflict => (XapiRefusals.Conflict(outcome.Id).ToProblem(), []),
            IntakeAnswer.VoidRefused => (XapiRefusals.VoidRefused.ToProblem(), []),
            _ => (null, drafts.Select(draft => draft.Id)),
        };
    }
}
