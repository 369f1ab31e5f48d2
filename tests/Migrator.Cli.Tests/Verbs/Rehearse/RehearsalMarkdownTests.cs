using Migrator.Cli.Verbs.Rehearse.Findings;
using Migrator.Cli.Verbs.Rehearse.Page;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary>The comment that <c>rehearse --markdown</c> writes.</summary>
public sealed class RehearsalMarkdownTests
{
    [Fact]
    public void NamesAreNoMarkup_AndSqlIsACodeBlockThatNothingEnds()
    {
        var text = RehearsalMarkdown.Of(
            Rehearsals.Report([Rehearsals.Index(1, "One", Rehearsals.Table("a|b</details>*@team"), "SELECT '```\n</details>'")],
                showSql: true), null);

        Assert.Contains("| 1 One | 🟡 blocks writes | SHARE on a\\|b\\</details\\>\\*@<!-- -->team | yes |", text,
            StringComparison.Ordinal);
        Assert.Contains("   ````sql\n   SELECT '```\n   </details>'\n   ````\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\n</details>\n").Length);
    }

    [Fact]
    public void TooMuchForAComment_IsLeftOut_TheSafeFirst_AndThatIsSaid()
    {
        var text = RehearsalMarkdown.Of(Rehearsals.Many(), null);

        Assert.InRange(text.Length, 40_000, RehearsalMarkdown.Longest);
        Assert.StartsWith("### Rehearsal: 300 migrations, 200 safe online, 100 blocks writes\n", text, StringComparison.Ordinal);
        Assert.Contains("| 300 IndexSomethingOfATable300 | 🟡 blocks writes |", text, StringComparison.Ordinal);
        Assert.Contains("are left out, since a comment holds no more: `--report` makes a page of all.", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanATableHolds_IsCounted()
    {
        var many = Rehearsals.Many();
        var named = many.Rehearsal with
        {
            Migrations = [.. many.Rehearsal.Migrations.Select(one => one with
                { Migration = one.Migration with { Name = new string('n', 700) } })],
        };

        var text = RehearsalMarkdown.Of(new RehearsalSummary(named, many.Level, many.ShowSql, many.Stopped), null);

        Assert.InRange(text.Length, 10_000, RehearsalMarkdown.Longest);
        Assert.DoesNotContain("| 1 n", text, StringComparison.Ordinal);
        Assert.Contains("| 3 n", text, StringComparison.Ordinal);
        Assert.Matches("Left out, since a comment holds no more: 2[0-9][0-9] migrations, 200 of them safe online\\.", text);
    }
}
