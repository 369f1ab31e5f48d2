using System.Net.Sockets;
using Npgsql;

namespace Migrator.Errors;

/// <summary>Whether an error means that the session is gone.</summary>
internal static class ConnectionLoss
{
    /// <summary>Whether the server said so (57P0x, 08xxx), or the network did.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => false,
    };
}
