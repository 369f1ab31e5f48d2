using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Migrator.Cli.Output.Reports;

/// <summary>Writes HTML. What is put into a template is text and nothing else: no name and no SQL can break out of its place.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

#pragma warning disable CA1822, IDE0060 // The template has written itself.
    public void Write([InterpolatedStringHandlerArgument("")] Template template)
#pragma warning restore CA1822, IDE0060
    {
    }

    /// <summary>Writes what is HTML, or CSS, or a script: a constant.</summary>
    public void WriteRaw(string html) => _text.Append(html);

    public override string ToString() => _text.ToString();

    /// <summary>An interpolated string; its attributes have to be in double quotes.</summary>
    [InterpolatedStringHandler]
#pragma warning disable CS9113 // The compiler gives them.
    public readonly ref struct Template(int literalLength, int formattedCount, HtmlWriter writer)
#pragma warning restore CS9113
    {
        public void AppendLiteral(string html) => writer._text.Append(html);

        public void AppendFormatted(string? text) => writer._text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(long number) => writer._text.Append(number);
    }
}
