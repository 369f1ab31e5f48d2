using System.CommandLine;

namespace Migrator.Cli.Settings;

/// <summary>
/// Makes options of settings. They take text and have no defaults: values are read when bound, so that a variable's value never
/// shows in help or in a parse error.
/// </summary>
internal static class SettingOptions
{
    public static Option Of(Setting setting)
    {
        string[] aliases = setting.Alias is null ? [] : [setting.Alias];
        if (setting.ValueName is null)
            return new Option<bool>(setting.Flag, aliases) { Description = setting.Help, Arity = ArgumentArity.Zero };

        var option = new Option<string[]>(setting.Flag, aliases)
        {
            Description = setting.Help,
            HelpName = setting.ValueName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        // Whoever said it twice meant both, or forgot one of them: neither may go unheard.
        if (!setting.IsList)
            option.Validators.Add(given =>
            {
                if (given.Tokens.Count > 1)
                    given.AddError($"{setting.Flag} is given {given.Tokens.Count} times, and takes one value.");
            });
        return option;
    }

    /// <summary>The flags that were given.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                if (parsed.GetResult(option) is { Implicit: false } found)
                    given.TryAdd(option.Name[2..],
                        found.Tokens.Count == 0 ? ["true"] : [.. found.Tokens.Select(token => token.Value)]);
            }
        }

        return given;
    }

    /// <summary>Whether flag or variable ask for JSON; known before any setting is read, so that a bad one is told in JSON
    /// too.</summary>
    public static bool WantJson(ParseResult parsed, Func<string, string?> environment)
    {
        var value = Given(parsed).GetValueOrDefault(SharedSettings.Output.Name)?[^1]
            ?? environment(SharedSettings.Output.Variable);
        return "json".Equals(value, StringComparison.OrdinalIgnoreCase);
    }
}
