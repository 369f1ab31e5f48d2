using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Rehearse.Findings;
using Migrator.Cli.Verbs.Rehearse.Page;

namespace Migrator.Cli.Verbs.Rehearse;

/// <summary>What <c>rehearse</c> found.</summary>
internal sealed class RehearseResult(RehearsalSummary report) : Result
{
    public override ErrorDetail? Error => report.Error;

    public override ExitCode ExitCode => report.ExitCode;

    public override string Markdown => RehearsalMarkdown.Of(report, lint: null);

    public override Action<Utf8JsonWriter> Body => json => RehearsalJson.Write(json, report);

    public override void WriteText(TerminalStreams terminal, Style style) => new RehearsalText(terminal, style).Write(report);
}
