using Npgsql;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Revocations;

/// <summary>Whether a session stands, by the table itself: for processes that hear nothing, and for this one.</summary>
internal sealed class SessionStandings(ServiceDatabase<IdentityDb> database) : ISessionDirectory
{
    internal static async Task<SessionAnswer> Handle(SessionQuestion question, SessionStandings standings, CancellationToken ct) =>
        new(await standings.IsLive(question.Session, question.IssuedAt, ct));

    public async Task<bool?> IsLive(Caller caller, CancellationToken ct)
    {
        try
        {
            return await IsLive(caller.SessionId, caller.IssuedAt, ct);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }

    private async Task<bool> IsLive(string session, DateTimeOffset issuedAt, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(
            "SELECT NOT EXISTS (SELECT FROM revocations WHERE session = $1 AND issued_before >= $2)");
        command.Parameters.Add(new() { Value = session });
        command.Parameters.Add(new() { Value = issuedAt.ToUniversalTime() });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
