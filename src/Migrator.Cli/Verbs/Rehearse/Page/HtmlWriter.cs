using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>Writes HTML. What is put into a template is text and nothing else: no name and no SQL can break out of its
/// place.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    public void Write(Template template) => _html.Append(template.Html);

    /// <summary>Writes what is HTML, CSS or a script already: a constant.</summary>
    public void WriteRaw(string html) => _html.Append(html);

    public override string ToString() => _html.ToString();

    /// <summary>An interpolated string. Attributes in it have to be in double quotes.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount)
    {
        public StringBuilder Html { get; } = new(literalLength + 16 * formattedCount);

        public void AppendLiteral(string html) => Html.Append(html);

        public void AppendFormatted(string? text) => Html.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(long number) => Html.Append(number);
    }
}
