using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>Why a connection was not had, and whether waiting may help.</summary>
internal static class ConnectionTrouble
{
    // All that the driver gives to tell them by.
    private const string NoTls = "SSL connection requested.";
    private const string NoPassword = "No password has been provided";
    private const string NoUser = "No username could be found";
    private const string NoHost = "No suitable host was found.";
    private const string SocketFile = "/.s.PGSQL.";

    private static readonly string[] PoolersRefusals = ["unsupported startup parameter", "no such database", "no such user"];

    /// <summary>Whether it is what opening or using a connection throws.</summary>
    public static bool IsOne(Exception exception) => exception
        is NpgsqlException or SocketException or TimeoutException or ArgumentException or InvalidOperationException
            or IOException or FormatException or UnauthorizedAccessException or CryptographicException or AuthenticationException;

    /// <summary>Whether it may be better in a while.</summary>
    // Class 08 and 57P0x: the server is not there (yet). 53300: it is full for now. 57014: the role's own statement_timeout hit
    // the driver's first query, before ours was set; a busy server is quicker next time. What the driver says without a cause
    // below it is its own refusal of what it was given or of what the server offers. All else is what the user gave.
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } postgres => !IsPoolersRefusal(postgres)
            && (state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal)
                || state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled),
        NpgsqlException npgsql => npgsql.InnerException is { } inner && IsPassing(inner),
        AggregateException several => several.InnerExceptions.Any(IsPassing),
        FileNotFoundException or DirectoryNotFoundException => false,
        // A socket's folder that is closed to this process; a kind of address that this machine does not have.
        SocketException
        {
            SocketErrorCode: SocketError.AccessDenied or SocketError.AddressFamilyNotSupported
            or SocketError.OperationNotSupported or SocketError.ProtocolNotSupported
        } => false,
        SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>Whether none of several hosts is left: each is not the primary, or the standby, that was asked for, or did not
    /// answer a moment ago.</summary>
    public static bool IsNoSuitableHost(Exception exception) =>
        exception is NpgsqlException { InnerException: null, Message: NoHost };

    /// <summary>It in a few words, without host, user or secret.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        PostgresException postgres => $"{postgres.MessageText} ({postgres.SqlState})",
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable } } npgsql
            when npgsql.Message.Contains(SocketFile, StringComparison.Ordinal) => "there is no socket of a server",
        NpgsqlException { InnerException: { } inner } => Reason(inner),
        NpgsqlException npgsql => OfDriver(npgsql.Message),
        AggregateException several => string.Join("; ", several.InnerExceptions.Select(Reason).Distinct()),
        TimeoutException => "no answer in time",
        EndOfStreamException => "the server closed the connection",
        FileNotFoundException or DirectoryNotFoundException => "a file that the connection names is not there",
        UnauthorizedAccessException => "a file that the connection names may not be read by this process",
        IOException { InnerException: SocketException socket } => socket.Message,
        IOException => "the connection broke off",
        AuthenticationException => "TLS was not agreed on: the server's certificate is not trusted here, or is for another host. "
            + "Name the authority that signed it: Root Certificate=... (sslrootcert, PGSSLROOTCERT)",
        CryptographicException => "a certificate or key that the connection names cannot be read",
        FormatException => "the password file cannot be read: a line must be host:port:database:user:password",
        ArgumentException => "a value of the connection, or of a PG variable, does not fit",
        _ => exception.Message,
    };

    // PgBouncer says them with a code of class 08.
    private static bool IsPoolersRefusal(PostgresException exception) => PoolersRefusals
        .Any(refusal => exception.MessageText.StartsWith(refusal, StringComparison.Ordinal));

    private static string OfDriver(string message)
    {
        if (message.StartsWith(NoTls, StringComparison.Ordinal))
            return "the server offers no TLS, and the connection wants it. SSL Mode=Prefer (sslmode=prefer) does without, or "
                + "switch it on at the server: ssl = on";
        if (message.StartsWith(NoPassword, StringComparison.Ordinal))
            return "the server asks for a password, and there is none. Give Password=..., PGPASSWORD, or a password file "
                + "with a line that fits (Passfile=..., PGPASSFILE)";
        if (message.StartsWith(NoUser, StringComparison.Ordinal))
            return "no user is named, and this process's own has no name. Give Username=... or PGUSER";
        return message == NoHost ? "none of the hosts answers as it is asked for" : message.TrimEnd('.');
    }
}
