#pragma warning disable RS0030 // This is the console's room.
using System.Text;

namespace Migrator.Cli.Terminal;

/// <summary>The streams that the tool talks through, and what they can do. The one place that touches the console.</summary>
internal sealed record TerminalStreams(TextWriter Out, TextWriter Error, TextReader In)
{
    /// <summary>Stdout for what must come out to the letter, such as SQL.</summary>
    public TextWriter Plain { get; init; } = Out;

    /// <summary>Whether something was not written to stdout: where the output is the result, that is a failure.</summary>
    public Func<bool> OutIsBroken { get; init; } = () => false;

    /// <summary>Whether a person watches the output: then there are colours and a live line.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether colours may be used on stdout.</summary>
    public bool HasColor { get; init; }

    /// <summary>Whether colours may be used on stderr, which may go elsewhere.</summary>
    public bool HasErrorColor { get; init; }

    /// <summary>Whether a person can answer a question.</summary>
    public bool CanAsk { get; init; }

    /// <summary>The process's own console.</summary>
    public static TerminalStreams OfProcess()
    {
        var capable = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        var live = capable && !Console.IsOutputRedirected;
        // https://no-color.org
        var color = capable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        // A reader that nobody can answer through is not opened: where the streams are closed, it could not be.
        var canAsk = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var output = new ForgivingStream(Open(Console.OpenStandardOutput));
        return new(Writer(output), TextWriter.Synchronized(Writer(new ForgivingStream(Open(Console.OpenStandardError)))),
            canAsk ? Console.In : TextReader.Null)
        {
            OutIsBroken = () => output.IsBroken,
            IsLive = live,
            HasColor = live && color,
            HasErrorColor = color && !Console.IsErrorRedirected,
            CanAsk = canAsk,
        };
    }

    /// <summary>The same, but the tool is called by this name in what is said.</summary>
    public TerminalStreams Naming(string name) =>
        this with { Out = new NamingWriter(Out, name), Error = new NamingWriter(Error, name) };

    /// <summary>The same, but no known secret goes through. What must come out to the letter does.</summary>
    public TerminalStreams Guarded(Redactor redactor) =>
        this with { Out = new RedactingWriter(Out, redactor), Error = new RedactingWriter(Error, redactor) };

    /// <summary>
    /// From now on, what anybody else in this process writes to the console, a migration above all, is heard on stderr: stdout is
    /// the document, the script, the plan.
    /// </summary>
    public void TakeConsole() => Console.SetOut(Error);

    // Whoever closed a stream wants to hear nothing on it; native code sees that at once.
    private static Stream Open(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static StreamWriter Writer(ForgivingStream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
