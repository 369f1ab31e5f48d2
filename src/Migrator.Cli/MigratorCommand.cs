using System.CommandLine;
using System.CommandLine.Help;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Bundle;
using Migrator.Cli.Verbs.Completion;
using Migrator.Cli.Verbs.Down;
using Migrator.Cli.Verbs.Drift;
using Migrator.Cli.Verbs.Embedded;
using Migrator.Cli.Verbs.Lint;
using Migrator.Cli.Verbs.Manifest;
using Migrator.Cli.Verbs.Rehearse;
using Migrator.Cli.Verbs.Resolve;
using Migrator.Cli.Verbs.Script;
using Migrator.Cli.Verbs.Status;
using Migrator.Cli.Verbs.Up;
using Migrator.Cli.Verbs.Wait;

namespace Migrator.Cli;

/// <summary>The whole command line.</summary>
internal static class MigratorCommand
{
    private static readonly ParserConfiguration Parser = new()
    {
        // A connection may start with @.
        ResponseFileTokenReplacer = null,
    };

    public static async Task<int> RunAsync(string[] arguments, Tool tool)
    {
        var root = Create(tool);
        var parsed = root.Parse(arguments, Parser);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpPage)
            return (int)RefuseUsage(parsed, arguments, tool);

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = tool.Terminal.Out,
            Error = tool.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are handled by us; this is only a bound that is never reached.
            ProcessTerminationTimeout = null,
        }).ConfigureAwait(false);
    }

    /// <summary>Every verb, in the order of the help page.</summary>
    /// <param name="isBundle">Whether the migrations are part of the program.</param>
    public static IReadOnlyList<Verb> Verbs(bool isBundle) =>
    [
        new UpVerb(), new DownVerb(), new StatusVerb(), new WaitVerb(), new LintVerb(), new ScriptVerb(), new RehearseVerb(),
        new DriftVerb(), new ManifestVerb(), new ResolveVerb(), new EmbeddedVerb(), new CompletionVerb(),
        .. isBundle ? [] : (Verb[])[new BundleVerb()],
    ];

    /// <summary>Every setting as each verb has it, those that are flags only among them.</summary>
    public static IEnumerable<Setting> Settings() =>
        SharedSettings.OfAllVerbs(isBundle: false).Concat(Verbs(isBundle: false).SelectMany(verb => verb.Settings));

    private static RootCommand Create(Tool tool)
    {
        var root = new RootCommand("Brings a PostgreSQL database to the schema a release needs: FluentMigrator migrations as a "
            + "deploy step of their own.")
        {
            HelpName = "dotnet migrator",
        };
        foreach (var verb in Verbs(tool.Bundled is not null))
            root.Add(new VerbCommand(verb, tool));
        foreach (var setting in SharedSettings.OfAllVerbs(tool.Bundled is not null))
        {
            var option = SettingOptions.Of(setting);
            option.Recursive = true;
            root.Add(option);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpPage((HelpAction)help.Action!);
        return root;
    }

    private static ExitCode RefuseUsage(ParseResult parsed, string[] arguments, Tool tool)
    {
        var command = parsed.CommandResult.Command;
        return tool.Presenter(SettingOptions.WantJson(parsed, tool.Environment)).Show(
            command is RootCommand ? "" : command.Name, new ErrorResult(UsageError.Of(parsed, arguments), ExitCode.Usage));
    }
}
