using System.CommandLine;
using Migrator.Cli.Running;

namespace Migrator.Cli.Settings;

/// <summary>
/// Makes options of settings. They take text and have no defaults: values are read when bound, so that a variable's value never
/// shows in help or in a parse error.
/// </summary>
internal static class SettingOptions
{
    public static Option<string[]> Text(Setting setting, string valueName, string description) => new(setting.Flag)
    {
        Description = description,
        HelpName = valueName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<bool> Switch(Setting setting, string description) => new(setting.Flag) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>The flags that were given.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                if (parsed.GetResult(option) is { Implicit: false } found)
                    given.TryAdd(option.Name[2..], found.Tokens.Count == 0 ? ["true"] : [.. found.Tokens.Select(token => token.Value)]);
            }
        }

        return given;
    }

    /// <summary>Whether flag or variable ask for JSON; known before any setting is read, so that a bad one is told in JSON too.</summary>
    public static bool WantJson(ParseResult parsed, Tool tool)
    {
        var value = Given(parsed).GetValueOrDefault(SettingNames.Output.Name)?[^1] ?? tool.Environment(SettingNames.Output.Variable);
        return "json".Equals(value, StringComparison.OrdinalIgnoreCase);
    }
}
