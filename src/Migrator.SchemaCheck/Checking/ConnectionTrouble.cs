using System.Net.Sockets;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>Why a connection was not had, and whether waiting may help.</summary>
internal static class ConnectionTrouble
{
    /// <summary>Whether it is what opening or using a connection throws.</summary>
    public static bool IsOne(Exception exception) => exception
        is NpgsqlException or SocketException or TimeoutException or ArgumentException or InvalidOperationException
            or IOException;

    /// <summary>Whether it may be better in a while.</summary>
    // Class 08 and 57P0x: the server is not there (yet). 53300: it is full for now. 57014: the role's own statement_timeout hit
    // the driver's first query, before ours was set; a busy server is quicker next time. All else is what the user gave.
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } => state.StartsWith("57P0", StringComparison.Ordinal)
            || state.StartsWith("08", StringComparison.Ordinal)
            || state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled,
        NpgsqlException or SocketException or TimeoutException or IOException => !IsAuthentication(exception),
        _ => false,
    };

    /// <summary>It in a few words, without host, user or secret.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        PostgresException postgres => $"{postgres.MessageText} ({postgres.SqlState})",
        NpgsqlException { InnerException: SocketException socket } => socket.Message,
        NpgsqlException { InnerException: TimeoutException } => "no answer in time",
        NpgsqlException { InnerException: { } inner } => inner.Message,
        _ => exception.Message,
    };

    private static bool IsAuthentication(Exception exception) =>
        exception is NpgsqlException { InnerException: null }
            && exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase)
        || exception.InnerException is System.Security.Authentication.AuthenticationException;
}
