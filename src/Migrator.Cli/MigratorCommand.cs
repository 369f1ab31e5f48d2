using System.CommandLine;
using System.CommandLine.Help;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
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
        if (parsed.Errors.Count > 0 && parsed.Action is not Examples)
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

    public static RootCommand Create(Tool tool)
    {
        var root = new RootCommand("Brings a PostgreSQL database to the schema a release needs: FluentMigrator migrations as a deploy step of their own.")
        {
            UpCommand.Create(tool),
            DownCommand.Create(tool),
            StatusCommand.Create(tool),
            WaitCommand.Create(tool),
            LintCommand.Create(tool),
            ScriptCommand.Create(tool),
            RehearseCommand.Create(tool),
            DriftCommand.Create(tool),
            ManifestCommand.Create(tool),
            ResolveCommand.Create(tool),
            EmbeddedCommand.Create(tool),
            CompletionCommand.Create(tool),
        };
        root.HelpName = "dotnet migrator";
        if (tool.Bundled is null)
            root.Add(BundleCommand.Create(tool));
        foreach (var option in SharedOptions.Create(tool))
            root.Add(option);

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Examples((HelpAction)help.Action!);
        return root;
    }

    private static ExitCode RefuseUsage(ParseResult parsed, string[] arguments, Tool tool)
    {
        var output = tool.Output(SettingOptions.WantJson(parsed, tool));
        var command = parsed.CommandResult.Command;
        output.Error(command is RootCommand ? "" : command.Name, UsageError.Of(parsed, arguments), ExitCode.Usage);
        return ExitCode.Usage;
    }
}
