using System.Globalization;
using System.Text.Json;

namespace Migrator.TestSupport.Tool;

/// <summary>What a run of the tool left.</summary>
public sealed record ToolResult(int ExitCode, string Out, string Error)
{
    /// <summary>Stdout read as the one JSON document that it must be.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Out);
                return document.RootElement.Clone();
            }
            catch (JsonException exception)
            {
                throw new InvalidOperationException($"Stdout is not one JSON document: {exception.Message}\n{this}");
            }
        }
    }

    /// <summary>Fails unless it ended with one of these codes: the tool's own enum, which is internal to it.</summary>
    public ToolResult Exits<TCode>(params TCode[] codes)
        where TCode : struct, Enum
    {
        Assert.True(codes.Any(code => ExitCode == Convert.ToInt32(code, CultureInfo.InvariantCulture)),
            $"Expected exit code {string.Join(" or ", codes.Select(code => $"{code:D} ({code})"))}.\n{this}");
        return this;
    }

    public ToolResult Says(params string[] texts) => Holds("stdout", Out, texts);

    /// <summary>Stderr holds these, and the exit code as the text output shows it.</summary>
    public ToolResult Complains(params string[] texts) => Holds("stderr", Error, texts);

    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Out}\n--- stderr\n{Error}";

    private ToolResult Holds(string name, string stream, string[] texts)
    {
        foreach (var text in texts)
            Assert.True(stream.Contains(text, StringComparison.Ordinal), $"Expected on {name}: {text}\n{this}");

        return this;
    }
}
