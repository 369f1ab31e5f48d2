using System.Text.RegularExpressions;

namespace Migrator.Cli.Settings;

/// <summary>A connection that was given to another setting: what complains of that one's value would show the password.</summary>
internal static partial class MisplacedConnection
{
    /// <summary>Whether a value is, or holds, a connection.</summary>
    public static bool Is(string value) => Connection().IsMatch(value);

    [GeneratedRegex(
        @"\b(postgres(ql)?://|jdbc:|(password|pwd)\s*=|(host|server|user\s?name|user\s?id|user)\s*=.*[;\s]\s*[a-z ]+=)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Connection();
}
