using System.Text.Encodings.Web;
using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>
/// Shows a verb's result: text for people, or exactly one JSON document on stdout; and tells it to the surroundings. What every
/// document has in common, where a result goes and what may not be told stands here and nowhere else.
/// </summary>
/// <param name="terminal">The streams, guarded.</param>
/// <param name="isJson">Whether programs read it.</param>
/// <param name="redactor">What may not be told.</param>
/// <param name="sinks">The surroundings.</param>
internal sealed class Presenter(TerminalStreams terminal, bool isJson, Redactor redactor, IReadOnlyList<IResultSink> sinks)
{
    private const int Format = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // For stdout, not for a web page: quotes and letters stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where it is told what happens meanwhile: with a document on stdout, that is stderr.</summary>
    public TerminalStreams Meanwhile { get; } =
        isJson ? terminal with { Out = terminal.Error, IsLive = false, HasColor = false } : terminal;

    /// <summary>Begins to tell what a run does; disposed before its result is shown.</summary>
    /// <param name="heading">What is run, such as <c>up -> latest</c>.</param>
    /// <param name="notices">Whether the server's notices are shown.</param>
    public TextProgress Progress(string heading, bool notices = false) => new(Meanwhile, heading, notices);

    /// <summary>Shows a result.</summary>
    /// <returns>Its exit code.</returns>
    public ExitCode Show(string verb, Result result)
    {
        if (isJson && result.Body is { } body)
            WriteDocument(verb, result, body);
        else
            WriteText(terminal, result);
        if (result.IsTold && sinks.Count > 0)
            Tell(verb, result);
        return result.ExitCode;
    }

    private void Tell(string verb, Result result)
    {
        using var text = new StringWriter { NewLine = "\n" };
        WriteText(new TerminalStreams(text, text, TextReader.Null), result);
        var summary = new RunSummary(
            verb, result.ExitCode, redactor.Clean(text.ToString()), result.Database, result.Steps,
            result.Error is { } error ? redactor.Clean(error) : null)
        {
            Findings = result.Findings,
            Markdown = result.Markdown is { } markdown ? redactor.Clean(markdown) : null,
        };
        foreach (var sink in sinks)
            sink.Write(summary);
    }

    private static void WriteText(TerminalStreams to, Result result)
    {
        result.WriteText(to, new(to.HasColor));
        if (result.Error is not { } error)
            return;

        var style = new Style(to.HasErrorColor);
        to.Error.WriteLine($"{style.Bad("error:")} {error.Message}");
        foreach (var fact in error.Facts)
            to.Error.WriteLine($"  {fact}");

        var next = error.Next is { } words ? $"  next: {words.Replace("\n", "\n  ", StringComparison.Ordinal)}" : "";
        to.Error.WriteLine($"{next}{(next.Length == 0 ? "  " : "   ")}{style.Dim($"exit {(int)result.ExitCode}")}");
    }

    private void WriteDocument(string verb, Result result, Action<Utf8JsonWriter> body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("verb", verb);
            result.WriteHead(json);
            if (result.IsOutcome)
                json.WriteNumber("exitCode", (int)result.ExitCode);
            body(json);
            if (result.IsOutcome)
                ErrorJson.Write(json, result.Error);
            json.WriteEndObject();
        }

        var to = result.IsToTheLetter ? terminal.Plain : terminal.Out;
        to.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
