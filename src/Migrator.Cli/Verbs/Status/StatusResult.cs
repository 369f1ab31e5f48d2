using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Status;

/// <summary>How the database stands: no result of a deploy, but something to read.</summary>
internal sealed class StatusResult(SchemaStatus status, DateTimeOffset now, ExitCode code) : Result
{
    public override ExitCode ExitCode => code;

    public override bool IsOutcome => false;

    public override Action<Utf8JsonWriter> Body => json => StatusJson.Write(json, status);

    public override void WriteText(TerminalStreams terminal, Style style) => new StatusText(terminal, style).Write(status, now);
}
