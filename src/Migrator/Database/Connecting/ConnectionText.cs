using Migrator.Database.Connecting;
using Npgsql;

namespace Migrator;

/// <summary>Reads a connection as users write it.</summary>
public static class ConnectionText
{
    /// <summary>
    /// Reads Npgsql's keywords or a <c>postgres://</c> URL, completed from libpq's <c>PG*</c> variables.
    /// </summary>
    /// <exception cref="ConfigurationException">It cannot be read, or names no host or no database. No message repeats a
    /// value.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection) =>
        ConnectionSettings.Parse(connection, Environment.GetEnvironmentVariable);
}
