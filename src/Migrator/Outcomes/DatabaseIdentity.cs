using System.Globalization;

namespace Migrator;

/// <summary>Which database a run works on, as it may be shown: never a password.</summary>
/// <param name="Host">Host name, address or socket folder; several with their ports, by commas, until one was found.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Name">The database.</param>
/// <param name="User">The login role.</param>
/// <param name="ServerVersion">The server's version, such as <c>16.4</c>; null before it answered.</param>
public sealed record DatabaseIdentity(string Host, int Port, string Name, string User, string? ServerVersion = null)
{
    /// <summary><c>shop on db.internal:5432 as migrator</c>, with the server's version once it is known.</summary>
    public override string ToString() =>
        $"{Name} on {Server}" + (User.Length == 0 ? "" : $" as {User}")
            + (ServerVersion is null ? "" : $" (PostgreSQL {ServerVersion})");

    /// <summary>The server's major version, of <c>16.4</c> as of <c>19beta1</c>; null before it answered.</summary>
    internal int? Major => ServerVersion is { } version
        && int.TryParse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture,
            out var major) ? major : null;

    /// <summary>Host and port.</summary>
    internal string Server => Host.Contains(',', StringComparison.Ordinal) ? Host : $"{Host}:{Port}";
}
