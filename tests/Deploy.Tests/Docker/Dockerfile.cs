using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docker;

/// <summary>A Dockerfile, read; in the plain form that ours are written in: no heredocs, no escapes but a line's end.</summary>
internal sealed partial class Dockerfile
{
    private static readonly string[] Keywords =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    private Dockerfile(IReadOnlyDictionary<string, string> arguments, IReadOnlyList<Stage> stages)
    {
        Arguments = arguments;
        Stages = stages;
    }

    /// <summary>The build arguments before the first stage, with their defaults.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    public IReadOnlyList<Stage> Stages { get; }

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Repository.PathOf("deploy", "docker"), "Dockerfile.*").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    public static Dockerfile Read(string name) => Parse(File.ReadAllText(Repository.PathOf("deploy", "docker", name)));

    /// <exception cref="FormatException">A line is no instruction.</exception>
    public static Dockerfile Parse(string text)
    {
        Dictionary<string, string> arguments = [];
        List<Stage> stages = [];
        List<Instruction> current = [];
        foreach (var instruction in Instructions(text))
        {
            if (instruction.Keyword == "FROM")
            {
                var from = From().Match(instruction.Text);
                if (!from.Success)
                    throw new FormatException($"FROM {instruction.Text}");

                current = [];
                stages.Add(new(from.Groups["base"].Value, from.Groups["name"] is { Success: true } name ? name.Value : null,
                    current));
            }
            else if (stages.Count == 0)
            {
                if (instruction.Keyword != "ARG" || instruction.Text.Split('=', 2) is not [var name, var value])
                    throw new FormatException($"Before the first stage: {instruction}");

                arguments.Add(name, value);
            }
            else
            {
                current.Add(instruction);
            }
        }

        return new(arguments, stages);
    }

    private static IEnumerable<Instruction> Instructions(string text)
    {
        foreach (var line in Continuation().Replace(Comment().Replace(text, ""), " ")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var keyword, var rest] || !Keywords.Contains(keyword)
                || rest.Contains("<<", StringComparison.Ordinal))
                throw new FormatException($"No instruction: {line}");

            yield return new(keyword, rest);
        }
    }

    [GeneratedRegex(@"^(?<base>\S+)(?: AS (?<name>[a-z]+))?$")]
    private static partial Regex From();

    [GeneratedRegex(@"^\s*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\s*\n")]
    private static partial Regex Continuation();
}
