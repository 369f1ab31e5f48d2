using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Status;

/// <summary><c>status</c>: how the database stands to the code. Writes nothing, locks nothing.</summary>
internal static class StatusCommand
{
    public static Command Create(Tool tool)
    {
        var exitCode = new Option<bool>("--exit-code")
        {
            Description = "Exit 0 if up to date or acceptably ahead, 3 pending, 7 unfinished, 9 diverged, edited or too new",
            Arity = ArgumentArity.Zero,
        };
        var command = new Command("status", "Show what is applied and what is pending; writes nothing") { exitCode };
        foreach (var option in SharedOptions.Timeouts())
            command.Add(option);

        command.Runs(tool, async (context, cancellationToken) =>
        {
            var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
            SchemaStatus status;
            using (var progress = context.Output.Progress("status"))
                status = await engine.StatusAsync(progress.Listener, cancellationToken).ConfigureAwait(false);

            context.Output.Status(status, TimeProvider.System.GetUtcNow());
            return context.Parsed.GetValue(exitCode) ? (ExitCode)status.Comparison.Verdict.ExitCode() : ExitCode.Success;
        });
        return command;
    }
}
