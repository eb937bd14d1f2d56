using Npgsql;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>What failed and waits for a decision, and who decided what about it: the second is append-only, whoever asks.</summary>
internal static class FailureTables
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS failed_messages (
            queue text NOT NULL,
            message_id uuid NOT NULL,
            contract text NOT NULL,
            body bytea NOT NULL,
            content_type text,
            headers jsonb NOT NULL,
            exception_type text,
            exception_message text,
            exception_stack text,
            trace_parent text,
            times integer NOT NULL DEFAULT 1,
            failed_at timestamptz NOT NULL,
            PRIMARY KEY (queue, message_id));
        CREATE TABLE IF NOT EXISTS message_acts (
            act_id uuid PRIMARY KEY,
            act text NOT NULL CHECK (act IN ('replayed', 'discarded')),
            queue text NOT NULL,
            message_id uuid NOT NULL,
            contract text NOT NULL,
            body bytea NOT NULL,
            reason text,
            acted_by text NOT NULL,
            acted_at timestamptz NOT NULL,
            CHECK (act <> 'discarded' OR length(trim(reason)) > 0));
        CREATE OR REPLACE FUNCTION message_acts_stay() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'message_acts is append-only'; END $$;
        CREATE OR REPLACE TRIGGER message_acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON message_acts
            FOR EACH STATEMENT EXECUTE FUNCTION message_acts_stay();
        """;

    internal static async Task EnsureAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var command = owner.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(ct);
    }
}
