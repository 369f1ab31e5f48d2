using System.Text;

namespace Migrator.Cli.Showing;

/// <summary>Text in GitHub's markdown that is nothing but text.</summary>
internal static class MarkdownText
{
    // https://spec.commonmark.org/0.31.2/#backslash-escapes
    private const string Special = "\\`*_{}[]<>#|~!&$";

    /// <summary>In a line or a cell: what would be markup is escaped, and nobody is called by an @.</summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        text = text.ReplaceLineEndings(" ");
        for (var i = 0; i < text.Length; i++)
            escaped.Append(IsMarkup(text, i) ? "\\" : "").Append(text[i]).Append(text[i] == '@' ? "<!-- -->" : "");
        return escaped.ToString();
    }

    /// <summary>As <see cref="Of"/>, but what is in backticks is code.</summary>
    public static string WithCode(string text) =>
        string.Concat(text.Split('`').Select((part, i) => i % 2 == 0 ? Of(part) : $"`{part}`"));

    /// <summary>A block of code, whose fence is longer than any in it.</summary>
    public static string Block(string code, string indent)
    {
        var longest = 2;
        var run = 0;
        foreach (var letter in code)
            longest = Math.Max(longest, run = letter == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return string.Concat(((string[])[$"{fence}sql", .. code.ReplaceLineEndings("\n").Split('\n'), fence])
            .Select(line => $"{indent}{line}\n"));
    }

    // Inside a word, as names have it, _ is none.
    private static bool IsMarkup(string text, int i) => Special.Contains(text[i], StringComparison.Ordinal)
        && !(text[i] == '_' && i > 0 && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i - 1])
            && char.IsAsciiLetterOrDigit(text[i + 1]));
}
