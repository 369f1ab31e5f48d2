using System.Net;
using System.Text.RegularExpressions;

namespace Migrator.SchemaCheck;

/// <summary>
/// Whether a part of a connection is what it is given as. Where a separator is missing or misplaced, a host, a user or a database
/// carries along what stands behind it, and that may be the password: only what looks like a name is shown.
/// </summary>
internal static partial class ConnectionName
{
    /// <summary>What a message shows instead of what may be more than a name.</summary>
    public const string NotShown = "(not shown)";

    private const int Longest = 128;

    /// <summary>Whether it looks like the name of a database.</summary>
    /// <param name="name">The name.</param>
    /// <param name="mayHaveSpaces">Whether somebody took the trouble to quote it.</param>
    public static bool IsDatabase(string name, bool mayHaveSpaces) => IsPlain(name, "_-.$", mayHaveSpaces);

    /// <summary>Whether it looks like the name of a role, perhaps with its realm or domain.</summary>
    /// <param name="name">The name.</param>
    /// <param name="mayHaveSpaces">Whether somebody took the trouble to quote it.</param>
    public static bool IsUser(string name, bool mayHaveSpaces) => IsPlain(name, @"_-.$@\+", mayHaveSpaces);

    /// <summary>Whether it is a host: a name, an address or a socket's folder, with or without a port; or several, by
    /// commas.</summary>
    public static bool IsHost(string hosts) => hosts.Split(',', StringSplitOptions.TrimEntries).All(IsOneHost);

    /// <summary>Whether it is a folder, or an abstract name, of a Unix socket.</summary>
    public static bool IsSocket(string host) => host.StartsWith('@') || Path.IsPathRooted(host);

    private static bool IsPlain(string name, string others, bool mayHaveSpaces) => name.Length is > 0 and <= Longest
        && name.All(letter => char.IsLetterOrDigit(letter) || others.Contains(letter, StringComparison.Ordinal)
            || (letter == ' ' && mayHaveSpaces));

    private static bool IsOneHost(string host)
    {
        if (IsSocket(host))
            return SocketName().IsMatch(host);

        var bracketed = Bracketed().Match(host);
        return Name().IsMatch(host) || IPAddress.TryParse(bracketed.Success ? bracketed.Groups[1].Value : host, out _);
    }

    [GeneratedRegex(@"\A[\p{L}\p{Nd}_][\p{L}\p{Nd}._-]*(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A\[([^\]]+)\](:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    // A URL without its scheme begins like a path, and has its password before an @.
    [GeneratedRegex(@"\A[/@A-Za-z](?!/)[^@=;?&#%""'<>|\p{C}]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SocketName();
}
