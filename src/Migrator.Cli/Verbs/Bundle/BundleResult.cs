using System.Globalization;
using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>A bundle that was made.</summary>
/// <param name="file">The executable.</param>
/// <param name="runtime">The runtime identifier that it is for.</param>
/// <param name="native">Whether it is native code.</param>
/// <param name="migrations">How many migrations are inside.</param>
/// <param name="warnings">What may not work, where that was allowed.</param>
internal sealed class BundleResult(FileInfo file, string runtime, bool native, int migrations,
    IReadOnlyList<string> warnings) : Result
{
    public override ExitCode ExitCode => ExitCode.Success;

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteString("path", file.FullName);
        json.WriteString("runtime", runtime);
        json.WriteBoolean("native", native);
        json.WriteNumber("bytes", file.Length);
        json.WriteNumber("migrations", migrations);
        json.WriteArray("warnings", warnings, json.WriteStringValue);
    };

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        foreach (var warning in warnings)
            terminal.Out.WriteLine(style.Attention($"may not work: {warning}"));
        terminal.Out.WriteLine(style.Good(string.Create(CultureInfo.InvariantCulture,
            $"{file.FullName} made: {file.Length / 1e6:0.0} MB, {runtime}, {(native ? "native code" : "with its runtime")}, "
            + $"{Words.Count(migrations, "migration")} inside.")));
    }
}
