using System.CommandLine;
using System.Globalization;
using Migrator.Cli.Running;

namespace Migrator.Cli.Verbs.Resolve;

/// <summary><c>resolve</c>: a person says how an unfinished migration was settled.</summary>
internal static class ResolveCommand
{
    public static Command Create(Tool tool)
    {
        var version = new Argument<string>("VERSION") { Description = "The unfinished migration" };
        var applied = new Option<bool>("--applied") { Description = "It is wholly there now: record it as applied", Arity = ArgumentArity.Zero };
        var rolledBack = new Option<bool>("--rolled-back") { Description = "Nothing of it is there any more: it is pending again", Arity = ArgumentArity.Zero };
        var command = new Command("resolve", "Settle a migration that ran outside a transaction and stopped in the middle") { version, applied, rolledBack };
        foreach (var option in SharedOptions.Changing())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var isApplied = context.Parsed.GetValue(applied);
            if (isApplied == context.Parsed.GetValue(rolledBack))
                throw new ConfigurationException("Say how it was settled: --applied or --rolled-back.");

            if (!long.TryParse(context.Parsed.GetValue(version), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new ConfigurationException("VERSION must be a migration's number, such as 20260114101500.");

            var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
            MigrationOutcome outcome;
            using (var progress = context.Output.Progress($"resolve {number}"))
                outcome = await engine.ResolveAsync(number, isApplied, progress.Listener, cancellationToken).ConfigureAwait(false);

            return context.ShowResolved(outcome, $"{number} is recorded as {(isApplied ? "applied" : "not applied")}. Nothing of it was run.");
        });
        return command;
    }
}
