using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Script;

/// <summary><c>script</c>: the migrations as SQL for psql, with all that a run would record. No database.</summary>
internal static class ScriptCommand
{
    private const string Versions = "latest, zero, a version, a name, or VERSION+N / VERSION-N";

    public static Command Create(Tool tool)
    {
        var from = Version("--from", "Where the database is before: this one and older ones are applied (default zero; of --down: latest)");
        var to = Version("--to", "Where it is after: up to and with this one (default latest); of --down: down to it, it stays");
        var down = Switch("--down", "Revert instead of apply; needs --to");
        var idempotent = Switch("--idempotent", "Pass over what is done already, so that it may be run again");
        var file = new Option<string>("--file", "-o") { Description = "Where to write it (default: stdout)", HelpName = "FILE" };
        var command = new Command("script", "Write the migrations as SQL for psql; no database")
        {
            from, to, down, idempotent, file,
            SettingOptions.Text(SettingNames.StaleManifest, "allow|refuse", "Migrations that the manifest does not have (default refuse)"),
            SettingOptions.Text(SettingNames.Profile, "NAME", "A profile to apply after the migrations"),
            SettingOptions.Text(SettingNames.BuildId, "ID", "The build that deploys, for the journal (default: from the CI's variables)"),
        };
        foreach (var option in SharedOptions.Timeouts())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var reverts = context.Parsed.GetValue(down);
            var options = new ScriptOptions
            {
                Direction = reverts ? Direction.Down : Direction.Up,
                From = Read("--from", context.Parsed.GetValue(from)),
                To = Read("--to", context.Parsed.GetValue(to)) ?? (reverts
                    ? throw new ConfigurationException("script --down needs to know where to stop, so that nothing is reverted by mistake: --to VERSION, --to zero.")
                    : Target.Latest),
                Idempotent = context.Parsed.GetValue(idempotent),
                AllowStaleManifest = context.Settings.OneOf(SettingNames.StaleManifest, "refuse", "allow", "refuse") == "allow",
            };
            var engine = await context.CreateOfflineEngineAsync(cancellationToken).ConfigureAwait(false);
            var script = engine.CreateScript(options);
            if (script.Text is not { } text)
                return context.Refuse(script.Refusal!);

            if (context.Parsed.GetValue(file) is not { } path)
            {
                await tool.Terminal.Plain.WriteAsync(text).ConfigureAwait(false);
                // Half a script must not look like one.
                if (tool.Terminal.OutIsBroken())
                    throw new ConfigurationException("The script could not be written to stdout as a whole: its disk is full, or its reader has gone away. To a file: -o FILE");
                return ExitCode.Success;
            }

            path = Path.GetFullPath(path, tool.WorkingDirectory);
            WholeFile.Write(path, text, "script");
            context.Output.Script(path, script.Migrations.Count);
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<string> Version(string name, string description) => new(name) { Description = description, HelpName = "VERSION" };

    private static Option<bool> Switch(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Target? Read(string option, string? text) => text is null ? null
        : Target.TryParse(text, out var target) ? target : throw new ConfigurationException($"{option} is \"{text}\": it must be {Versions}.");
}
