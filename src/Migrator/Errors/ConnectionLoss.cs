using System.Net.Sockets;
using Npgsql;

namespace Migrator.Errors;

/// <summary>Whether an error means that the session is gone.</summary>
internal static class ConnectionLoss
{
    /// <summary>
    /// Whether the server ended the session, or the network did. A plain ERROR ends none, whatever its code: a publisher that
    /// cannot be reached (08006) is the statement's failure.
    /// </summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => true,
        PostgresException => false,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => false,
    };
}
