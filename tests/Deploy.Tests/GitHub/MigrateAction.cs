using System.Text.RegularExpressions;
using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;
using YamlDotNet.RepresentationModel;

namespace Deploy.Tests.GitHub;

/// <summary>The composite action `migrate`: its definition, and its steps run as a runner would run them.</summary>
internal sealed partial class MigrateAction(PackedTool tool, WorkingDirectory folder)
{
    public static YamlMappingNode Definition
    { get; } = YamlFile.Parse(File.ReadAllText(Repository.PathOf(".github", "actions", "migrate", "action.yml")));

    /// <summary>The caller's env: and what a job always has.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The step's outputs, after a run.</summary>
    public Dictionary<string, string> Outputs => ReadOutputs(File.ReadAllLines(OutputFile));

    public string OutputFile => Path.Combine(folder.Path, "output");

    /// <summary>Runs the steps, one after another until one fails.</summary>
    public async Task<ToolResult> RunAsync(Dictionary<string, string> inputs)
    {
        var result = new ToolResult(0, "", "");
        foreach (var step in Definition.Steps())
        {
            var (script, directory, environment) = Prepare(step, inputs);
            result = await Shell.RunAsync(script, directory, environment);
            if (result.ExitCode != 0)
                break;
        }

        return result;
    }

    /// <summary>A step's script, folder and variables, its expressions evaluated.</summary>
    public (string Script, string Directory, Dictionary<string, string> Environment) Prepare(YamlMappingNode step,
        Dictionary<string, string> inputs)
    {
        var given = new Dictionary<string, string>(inputs) { ["version"] = tool.Version, ["source"] = tool.Packages };
        var environment = new Dictionary<string, string>(Environment.Concat(tool.Environment))
        {
            ["RUNNER_TEMP"] = tool.RunnerTemp,
            ["GITHUB_OUTPUT"] = OutputFile,
        };
        foreach (var (name, value) in step.Scalars("env"))
            environment[name] = Evaluate(value, given);
        var directory = step.Scalar("working-directory") is { } text ? Evaluate(text, given) : ".";
        return (step.Scalar("run")!, Path.Combine(folder.Path, directory), environment);
    }

    private static string Evaluate(string text, Dictionary<string, string> inputs) => Input().Replace(text, match =>
        inputs.GetValueOrDefault(match.Groups[1].Value)
            ?? Definition.Map("inputs").Map(match.Groups[1].Value).Scalar("default") ?? "");

    // name=value, or name<<END, lines, END: as the runner reads it.
    private static Dictionary<string, string> ReadOutputs(string[] lines)
    {
        Dictionary<string, string> outputs = [];
        for (var at = 0; at < lines.Length; at++)
        {
            if (Heredoc().Match(lines[at]) is { Success: true } heredoc)
            {
                var end = Array.IndexOf(lines, heredoc.Groups[2].Value, at + 1);
                outputs.Add(heredoc.Groups[1].Value, string.Join('\n', lines[(at + 1)..end]));
                at = end;
            }
            else
            {
                var parts = lines[at].Split('=', 2);
                outputs.Add(parts[0], parts[1]);
            }
        }

        return outputs;
    }

    [GeneratedRegex(@"\$\{\{ inputs\.([a-z-]+) \}\}")]
    private static partial Regex Input();

    [GeneratedRegex("^([a-z-]+)<<([0-9a-f]{32})$")]
    private static partial Regex Heredoc();
}
