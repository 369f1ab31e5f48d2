using System.Globalization;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Drift;

/// <summary>Drift at a glance: what is missing, what is there and should not be, what is otherwise.</summary>
internal sealed class DriftText(TerminalStreams terminal, Style style)
{
    private const int MostRows = 50;

    public void Write(DriftReport result)
    {
        terminal.Out.WriteLine(style.Bold(result.Database.ToString()));
        foreach (var group in result.Differences.GroupBy(one => one.Word).OrderBy(group => group.Key == "different")
            .ThenBy(group => group.Key))
            WriteGroup(group.Key, [.. group], result.DefaultSchema);
        foreach (var one in result.Reordered)
            terminal.Out.WriteLine(style.Dim($"  note: {DifferenceText.Of(one, result.DefaultSchema)} (no drift)"));
        if (result.Ignored > 0)
            terminal.Out.WriteLine(style.Dim($"  note: {Words.Count(result.Ignored, "more difference")} ignored"));
        foreach (var note in result.Notes)
            terminal.Out.WriteLine(style.Attention($"  note: {note}"));
        if (result.Differences.Count == 0)
            terminal.Out.WriteLine(style.Good($"No drift: {Words.Count(result.Objects, "object")}, as "
                + $"{Words.Count(result.Applied, "migration")}"
                + $" {(result.Applied == 1 ? "makes" : "make")} them. The schema is at {Words.Version(result.Current)}."));
    }

    private void WriteGroup(string word, ObjectDifference[] group, string defaultSchema)
    {
        terminal.Out.WriteLine(style.Attention(string.Create(CultureInfo.InvariantCulture, $"  {word,-12}{group.Length,5:#,0}   "
            + $"{Meaning(word)}")));
        foreach (var one in group.Take(MostRows))
            terminal.Out.WriteLine($"    {DifferenceText.Of(one, defaultSchema)}");
        if (group.Length > MostRows)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    ... and {group.Length - MostRows:#,0} more "
                + $"(all of them: --output json)"));
    }

    private static string Meaning(string word) => word switch
    {
        "missing" => "the migrations make it, and it is not there",
        "unexpected" => "it is there, and no migration makes it",
        _ => "it is there, but otherwise than the migrations make it",
    };
}
