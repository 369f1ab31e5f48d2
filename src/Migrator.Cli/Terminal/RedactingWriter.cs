using System.Text;

namespace Migrator.Cli.Terminal;

/// <summary>A writer through which no known secret goes: the door of each stream.</summary>
internal sealed class RedactingWriter(TextWriter inner, Redactor redactor) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(Clean(value));

    // Where the base sends spans, memory and builders, too.
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value) => inner.WriteLine(Clean(value));

    public override void WriteLine() => inner.WriteLine();

    public override Task WriteAsync(string? value) => inner.WriteAsync(Clean(value));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Clean(value));

    public override void Flush() => inner.Flush();

    private string? Clean(string? text) => text is null ? null : redactor.Clean(text);
}
