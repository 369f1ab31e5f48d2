using System.Text.RegularExpressions;

namespace Migrator.TestSupport.Tool;

/// <summary>Finds the passwords that a start hands to the tool, so that each run can be checked for them, and for row
/// data.</summary>
public static partial class Passwords
{
    /// <summary>A password that is wrong everywhere.</summary>
    public const string Wrong = "Wr0ng-horse-battery";

    // Shorter ones are words.
    private const int Shortest = 6;

    public static IReadOnlyList<string> In(ToolStart start)
    {
        HashSet<string> found = [TestDatabase.RolePassword, TestDatabase.RowData, Wrong];
        foreach (var text in start.Arguments.Concat(start.Environment.Values))
        {
            foreach (Match match in Keyword().Matches(text))
                found.Add(match.Groups[1].Value.Trim('"', '\''));
            foreach (Match match in Url().Matches(text))
            {
                found.Add(match.Groups[1].Value);
                found.Add(Uri.UnescapeDataString(match.Groups[1].Value));
            }
        }

        return [.. found.Where(password => password.Length >= Shortest)];
    }

    [GeneratedRegex("Password=([^;]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Keyword();

    [GeneratedRegex("://[^:/@]*:([^@]+)@")]
    private static partial Regex Url();
}
