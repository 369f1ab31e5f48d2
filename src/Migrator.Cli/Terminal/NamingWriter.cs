using System.Text;

namespace Migrator.Cli.Terminal;

/// <summary>A writer that calls the tool by the name under which it was started: what it tells people to run next must be
/// there.</summary>
internal sealed class NamingWriter(TextWriter inner, string name) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(Named(value));

    public override void WriteLine(string? value) => inner.WriteLine(Named(value));

    public override void WriteLine() => inner.WriteLine();

    public override Task WriteAsync(string? value) => inner.WriteAsync(Named(value));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Named(value));

    public override void Flush() => inner.Flush();

    // As messages call it, and as shells do.
    private string? Named(string? text) =>
        text?.Replace("dotnet migrator", name, StringComparison.Ordinal)
            .Replace("dotnet-migrator", name, StringComparison.Ordinal);
}
