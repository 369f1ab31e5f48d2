using Npgsql;

namespace Migrator.Database.Connecting;

/// <summary>
/// Encryption by Kerberos. Npgsql prefers it, and would load its libraries at each connection, also where nobody has set it up;
/// where they are missing, the loader complains on stderr.
/// </summary>
internal static class Kerberos
{
    private const string Configuration = "/etc/krb5.conf";

    /// <summary>Whether the user said something about it.</summary>
    public static bool IsAskedFor(NpgsqlConnectionStringBuilder connection) =>
        connection.ShouldSerialize("GSS Encryption Mode")
            || Environment.GetEnvironmentVariable("PGGSSENCMODE") is { Length: > 0 };

    /// <summary>Whether this machine may be able to: without a trace of it on Linux it is not.</summary>
    public static bool MayBeSetUp() =>
        !OperatingSystem.IsLinux() || File.Exists(Configuration)
        || Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Any(name => name.StartsWith("KRB5", StringComparison.Ordinal));
}
