namespace Migrator.Cli.Terminal;

/// <summary>The few colours of the output; plain text where there are none.</summary>
internal sealed class Style(bool color)
{
    public string Bold(string text) => Wrap(text, "1");

    public string Dim(string text) => Wrap(text, "2");

    public string Bad(string text) => Wrap(text, "31");

    public string Good(string text) => Wrap(text, "32");

    public string Attention(string text) => Wrap(text, "33");

    private string Wrap(string text, string code) => color ? $"\e[{code}m{text}\e[0m" : text;
}
