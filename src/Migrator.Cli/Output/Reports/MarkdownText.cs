using System.Text;

namespace Migrator.Cli.Output.Reports;

/// <summary>Text in GitHub's markdown that is nothing but text.</summary>
internal static class MarkdownText
{
    // https://spec.commonmark.org/0.31.2/#backslash-escapes
    private const string Special = "\\`*_{}[]<>#|~!&$";

    /// <summary>In a line or a cell: what would be markup is escaped, and nobody is called by an @.</summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
            escaped.Append(Special.Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter).Append(letter == '@' ? "<!-- -->" : "");
        return escaped.ToString();
    }

    /// <summary>As <see cref="Of"/>, but what is in backticks is code.</summary>
    public static string WithCode(string text) => string.Concat(text.Split('`').Select((part, i) => i % 2 == 0 ? Of(part) : $"`{part}`"));

    /// <summary>A block of code, whose fence is longer than any in it.</summary>
    public static string Block(string code, string indent)
    {
        var longest = 2;
        var run = 0;
        foreach (var letter in code)
            longest = Math.Max(longest, run = letter == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return string.Concat(((string[])[$"{fence}sql", .. code.ReplaceLineEndings("\n").Split('\n'), fence]).Select(line => $"{indent}{line}\n"));
    }
}
