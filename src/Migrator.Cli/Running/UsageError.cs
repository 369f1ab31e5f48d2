using System.CommandLine;
using System.Text.RegularExpressions;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>
/// A command line that cannot be read, in words. The parser's own messages repeat what was typed, and a connection that was
/// misplaced brings its password along: only option names and plain words are repeated.
/// </summary>
internal static partial class UsageError
{
    private const string Hidden = "(not shown: it may be a secret)";

    public static ErrorDetail Of(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult.Command;
        string[] messages = parsed.UnmatchedTokens.Count == 0 && command.Subcommands.Count > 0
            ? [$"No verb was given. Give one of: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}."]
            : [.. parsed.Errors.Select(error => error.Message)
                .Where(message => parsed.UnmatchedTokens.Count == 0 || message.Contains('\''))];
        return new("Usage", string.Join(" ", messages.Select(message => Clean(message, arguments))),
            $"dotnet migrator {(command is RootCommand ? "" : command.Name + " ")}--help");
    }

    private static string Clean(string message, string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith('-') && argument.IndexOfAny(['=', ':']) is var end and > 0)
            {
                message = message.Replace($"'{argument}'", $"'{argument[..end]}'", StringComparison.Ordinal);
                message = message.Replace($"'{argument[(end + 1)..]}'", Hidden, StringComparison.Ordinal);
            }
            else if (!argument.StartsWith('-') && ((i > 0 && arguments[i - 1].StartsWith('-')) || !PlainWord().IsMatch(argument)))
            {
                // After an option that is not known stands its value, perhaps a password as plain as any word.
                message = message.Replace($"'{argument}'", Hidden, StringComparison.Ordinal);
            }
        }

        return message;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.+-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainWord();
}
