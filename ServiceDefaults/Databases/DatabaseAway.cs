using Npgsql;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>Tells a database that is away (try again) from a statement that is wrong (a bug).</summary>
internal static class DatabaseAway
{
    internal static bool Is(Exception? exception) => exception switch
    {
        null => false,
        // 08 connection, 53 resources, 57P admin shutdown and start-up, 28P01 while another replica is changing the role's password.
        PostgresException postgres => postgres.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..],
        NpgsqlException => true,
        TimeoutException => true,
        // Between two commands Npgsql notices by itself that the server is gone, and closes connection and transaction.
        ObjectDisposedException { Source: "Npgsql" } => true,
        InvalidOperationException { Source: "Npgsql", Message: "Transaction is already completed" or "Connection is not open" } => true,
        _ => Is(exception.InnerException),
    };
}
