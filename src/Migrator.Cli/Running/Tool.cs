using System.Net;
using System.Text.Encodings.Web;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>What a verb gets from its surroundings: streams, variables, folder, signals.</summary>
internal sealed class Tool
{
    /// <param name="terminal">The streams. No secret that becomes known goes through them.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="signals">What cancels.</param>
    public Tool(TerminalStreams terminal, Func<string, string?> environment, string workingDirectory, Signals signals)
    {
        Terminal = terminal.Guarded(Redactor);
        Environment = environment;
        WorkingDirectory = workingDirectory;
        Signals = signals;
    }

    public TerminalStreams Terminal { get; }

    public Func<string, string?> Environment { get; }

    public string WorkingDirectory { get; }

    public Signals Signals { get; }

    public Redactor Redactor { get; } = new(InJson, WebUtility.HtmlEncode, MarkdownText.Of);

    /// <summary>The migrations that are part of this program; null if they are named at each run.</summary>
    public MigrationAssembly? Bundled { get; init; }

    /// <summary>The namespace that a bundle was made for, which a setting may say otherwise; null if it was made for all.</summary>
    public MigrationSelection? BundledSelection { get; init; }

    /// <summary>Every setting of the tool, for a migrator.json and the variables to be checked against.</summary>
    public Func<IEnumerable<Setting>> KnownSettings { get; init; } = () => SharedSettings.OfAllVerbs(isBundle: false);

    /// <summary>Whether stacks are shown.</summary>
    public bool Traces => Environment("MIGRATOR_TRACE") is { Length: > 0 };

    /// <summary>The names of the variables that are set.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    /// <summary>Whether this process has started the private server, which goes on when it ends.</summary>
    public bool HasStartedServer { get; set; }

    /// <summary>How results are shown, and told to the surroundings.</summary>
    public Presenter Presenter(bool isJson) => new(Terminal, isJson, Redactor, Surroundings.Of(Terminal, Environment));

    /// <summary>Tells what is worth knowing beside the result.</summary>
    public void Note(string message) =>
        Terminal.Error.WriteLine($"{new Style(Terminal.HasErrorColor).Attention("note:")} {message}");

    /// <summary>Writes a file that somebody asked for, without a secret that is known.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public void WriteReport(string path, string text, string name) => WholeFile.Write(path, Redactor.Clean(text), name);

    // Few secrets are written otherwise there, and a run need not load the encoder for the others.
    private static string InJson(string secret) =>
        secret.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 || secret.AsSpan().ContainsAny('"', '\\')
        ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret) : secret;
}
