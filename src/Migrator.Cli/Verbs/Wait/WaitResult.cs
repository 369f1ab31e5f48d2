using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Wait;

/// <summary>What <c>wait</c> found.</summary>
/// <param name="result">What the last look found.</param>
/// <param name="target">What was waited for.</param>
/// <param name="elapsed">How long.</param>
internal sealed class WaitResult(SchemaCheckResult result, Target target, TimeSpan elapsed) : Result
{
    public override ErrorDetail? Error => result.IsGood ? null : new(result.Verdict.ToString(), result.Sentence, Next);

    public override ExitCode ExitCode => (ExitCode)result.Verdict.ExitCode();

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteNumber("waitedMs", (long)elapsed.TotalMilliseconds);
        json.WriteNumber("required", result.Requirement.Newest);
        json.WriteNumber("current", result.Difference?.Current);
        json.WriteVersions("missing", result.Difference?.Missing);
        json.WriteVersions("unknown", result.Difference?.Unknown);
        json.WriteVersions("edited", result.Difference?.Edited);
        json.WriteVersions("dirty", result.Difference?.Unfinished);
        json.WriteNumber("floor", result.Difference?.Floor);
        json.WriteString("deploy", result.Difference?.Deploy);
        json.WriteBoolean("deployIsKnown", result.Difference is { DeployIsKnown: true, Standby: null });
        json.WriteBoolean("standby", result.Difference?.Standby is not null);
    };

    public override void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("target", target.Text);
        json.WriteString("verdict", result.Verdict.ToString());
    }

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        if (result.IsGood)
            terminal.Out.WriteLine(style.Good(result.Sentence));
    }

    private string? Next => result.Verdict switch
    {
        SchemaVerdict.Behind or SchemaVerdict.Diverged when result.Difference!.Standby is { } standby =>
            $"the server is {standby}: a deploy cannot be seen from there. Ask the primary, or wait longer: --timeout 15m",
        SchemaVerdict.Behind or SchemaVerdict.Diverged when !result.Difference!.DeployIsKnown =>
            $"{result.DeploySentence} If none is: dotnet migrator up --target latest",
        SchemaVerdict.Behind or SchemaVerdict.Diverged => result.Difference!.Deploy is null
            ? "no deploy is running: dotnet migrator up --target latest"
            : $"{result.DeploySentence} Wait longer: --timeout 15m",
        SchemaVerdict.Unreachable => "check that it runs and can be reached from here; or wait longer: --timeout 15m",
        _ => null,
    };
}
