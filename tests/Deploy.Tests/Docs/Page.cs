using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docs;

/// <summary>A page of docs/, or another: its fenced blocks, and the commands in its sentences.</summary>
internal sealed partial class Page
{
    private readonly string _text;

    private Page(string text)
    {
        _text = text;
        Blocks = [.. Fence().Matches(text).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value))];
    }

    public IReadOnlyList<(string Language, string Text)> Blocks { get; }

    public int Lines => _text.Split('\n').Length - 1;

    public static Page Read(string name) => ReadAt(Repository.PathOf("docs", name));

    public static Page ReadAt(string path) => new(File.ReadAllText(path));

    public IEnumerable<string> Of(string language) =>
        Blocks.Where(block => block.Language == language).Select(block => block.Text);

    /// <summary>Arguments of each `dotnet migrator ...` in a sentence, and of the shorter `up ...`, `wait ...` that begin with a
    /// verb and a flag.</summary>
    public IEnumerable<string[]> Inline() =>
        Command().Matches(Fence().Replace(_text, "")).Select(match => match.Groups["arguments"].Value.Split(' '));

    /// <summary>The files of this repository that it links to.</summary>
    public IEnumerable<string> Links() => Link().Matches(_text).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?:dotnet migrator (?<arguments>[^`]+)|(?<arguments>(?:up|down|status|wait|manifest|resolve) --[^`]+))`")]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
