using System.Globalization;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>What is wrong with a connection whatever the server says, in words that repeat nothing of it.</summary>
internal static class ConnectionFault
{
    private const int LastPort = 65535;
    private const int LongestSocketPath = 107;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    /// <param name="subject">What has the connection, for the sentence.</param>
    /// <param name="connection">The connection.</param>
    public static string? Find(string subject, NpgsqlConnectionStringBuilder connection)
    {
        if (string.IsNullOrWhiteSpace(connection.Host))
            return $"{subject} names no host";
        if (!ConnectionName.IsHost(connection.Host))
            return $"{subject} has a host that is none (not shown: it may hold a part of a password). "
                + "A separator may be missing, or one in a value may not be quoted";
        if (Ports(connection).Any(port => port is < 1 or > LastPort))
            return $"{subject} has a port that is none: ports go from 1 to {LastPort}";
        return ConnectionName.IsSocket(connection.Host) && connection.Host.Length + ".s.PGSQL.65535".Length > LongestSocketPath
            ? $"{subject} has a socket's folder that is too long: a socket's path has at most {LongestSocketPath} letters" : null;
    }

    /// <summary>Why a connection could not even be read, by what Npgsql throws; its own words may repeat a value.</summary>
    /// <param name="subject">What has the connection, for the sentence.</param>
    /// <param name="exception">What it threw.</param>
    public static string OfReading(string subject, Exception exception) => exception switch
    {
        ArgumentNullException => $"{subject} names no host",
        KeyNotFoundException or ArgumentException { ParamName: { Length: > 0 }, InnerException: KeyNotFoundException } =>
            $"{subject} has a keyword that is not known (not shown: a value with a semicolon must stand in quotes)",
        ArgumentException { ParamName: { Length: > 0 } name, InnerException: not null } =>
            $"{subject} has a value of \"{name}\" that does not fit",
        _ => $"{subject} cannot be read. Write keywords: Host=db;Port=5432;Database=shop;Username=app;Password=...",
    };

    private static IEnumerable<int> Ports(NpgsqlConnectionStringBuilder connection) =>
        connection.Host!.Split(',').Where(host => !ConnectionName.IsSocket(host.Trim()))
            .Select(host => host.LastIndexOf(':') is var colon && colon >= 0
                && host.IndexOf(':', StringComparison.Ordinal) is var first && (first == colon || host[colon - 1] == ']')
                && int.TryParse(host[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    ? port : connection.Port).Append(connection.Port);
}
