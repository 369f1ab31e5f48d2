using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Script;

/// <summary>A script that was written to a file.</summary>
internal sealed class ScriptResult(string path, int migrations) : Result
{
    public override ExitCode ExitCode => ExitCode.Success;

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteString("path", path);
        json.WriteNumber("migrations", migrations);
    };

    public override void WriteText(TerminalStreams terminal, Style style) =>
        terminal.Out.WriteLine(style.Good($"{path} written ({Words.Count(migrations, "migration")})."));
}
