namespace Migrator.TestSupport.Tool;

/// <summary>How the tool is started.</summary>
public sealed record ToolStart(params string[] Arguments)
{
    /// <summary>The program and its first arguments: the built tool, or another that is tested the same way.</summary>
    public IReadOnlyList<string> Program { get; init; } = BuiltTool.Command;

    /// <summary>The only variables it gets, beside what any process needs.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Its working directory; null for an empty one of its own.</summary>
    public string? Directory { get; init; }

    /// <summary>How long it may take: a test that hangs ends then.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>A shell's redirection, such as <c>&gt;/dev/full</c>.</summary>
    public string Redirection { get; init; } = "";

    /// <summary>A program that runs it, with its first arguments.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>Whether it runs on a pseudo terminal; stdout and stderr are then one.</summary>
    public bool OnTerminal { get; init; }

    /// <summary>Whether the reader of its stdout is gone before it says anything.</summary>
    public bool ReaderGone { get; init; }

    public ToolStart With(string variable, string value) => this with { Environment = new(Environment) { [variable] = value } };

    /// <summary>With what the .NET SDK needs: it looks for its caches where the user's are.</summary>
    public ToolStart WithSdk() => ((string[])["HOME", "NUGET_PACKAGES", "DOTNET_CLI_HOME"]).Aggregate(
        this, (start, name) =>
            System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? start.With(name, value) : start);

    public ToolProcess Start() => ToolProcess.Start(this);

    public async Task<ToolResult> RunAsync()
    {
        await using var process = Start();
        return await process.EndAsync();
    }
}
