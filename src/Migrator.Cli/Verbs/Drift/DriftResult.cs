using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Drift;

/// <summary>What <c>drift</c> found; its document has whole definitions.</summary>
internal sealed class DriftResult(DriftReport result) : Result
{
    public override ExitCode ExitCode => result.Differences.Count == 0 ? ExitCode.Success : ExitCode.Diverged;

    public override ErrorDetail? Error => result.Differences.Count == 0 ? null : new("Drift",
        $"The schema of {result.Database} is not what its applied migrations make: "
        + $"{Words.Count(result.Differences.Count, "difference")}.",
        "write a migration that makes it so, or undo it by hand; or leave out what is not yours: --ignore PATTERN");

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteDatabase("database", result.Database);
        json.WriteDatabase("shadow", result.Shadow);
        json.WriteNumber("applied", result.Applied);
        json.WriteNumber("current", result.Current);
        json.WriteNumber("objects", result.Objects);
        json.WriteArray("differences", result.Differences, one => json.WriteDifference(one, result.DefaultSchema));
        json.WriteArray("reordered", result.Reordered, one => json.WriteDifference(one, result.DefaultSchema));
        json.WriteNumber("ignored", result.Ignored);
        json.WriteArray("notes", result.Notes, json.WriteStringValue);
    };

    public override void WriteHead(Utf8JsonWriter json) => json.WriteBoolean("drift", result.Differences.Count > 0);

    public override void WriteText(TerminalStreams terminal, Style style) => new DriftText(terminal, style).Write(result);
}
