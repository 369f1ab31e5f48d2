using System.Globalization;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>
/// Asks the server about the session's transactions. It numbers them: what lies between two numbers was begun in between, by
/// whoever sent it, and had ended by then.
/// </summary>
internal sealed class SessionTransactions(SqlSender sender)
{
    // The number behind the backend's own: 3/64.
    private const string NumberSql =
        "SELECT virtualtransaction FROM pg_catalog.pg_lock_status() WHERE pid = pg_catalog.pg_backend_pid() LIMIT 1";

    /// <summary>The number of the transaction that this very question runs in, which is one of its own where none is
    /// open.</summary>
    public long Number() => sender.Read(NumberSql, null, reader =>
    {
        reader.Read();
        return OfNumber(reader.GetString(0));
    }, heedsCaller: false);

    /// <summary>The open transaction's id, as the whole server knows it, given one if it has none yet; and its number.</summary>
    public (string Id, long Number) Identify() =>
        sender.Read($"SELECT pg_catalog.pg_current_xact_id()::text, ({NumberSql})", null, reader =>
        {
            reader.Read();
            return (reader.GetString(0), OfNumber(reader.GetString(1)));
        });

    /// <summary>The open transaction's id; null if it has none, or if none is open.</summary>
    public string? Id() =>
        sender.Read("SELECT pg_catalog.pg_current_xact_id_if_assigned()::text", null, Text, heedsCaller: false);

    /// <summary>Whether a transaction was committed.</summary>
    public bool IsCommitted(string id) =>
        sender.Read($"SELECT pg_catalog.pg_xact_status('{id}'::pg_catalog.xid8)", null, Text, heedsCaller: false) == "committed";

    /// <summary>Whether a transaction is open, failed or not. Where none is, this is one of its own.</summary>
    public bool IsOpen()
    {
        try
        {
            sender.Execute("SAVEPOINT migrator_asks", heedsCaller: false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.NoActiveSqlTransaction)
        {
            return false;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            return true;
        }
    }

    /// <summary>The same, in two questions, of which none is an error in the server's log where all is well.</summary>
    public bool IsOpenQuietly()
    {
        try
        {
            return Number() == Number();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            return true;
        }
    }

    /// <summary>Rolls back what is open.</summary>
    public void End() => sender.Execute("ROLLBACK", heedsCaller: false);

    private static long OfNumber(string text) => long.Parse(text.Split('/')[1], CultureInfo.InvariantCulture);

    private static string? Text(System.Data.IDataReader reader) =>
        reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : null;
}
