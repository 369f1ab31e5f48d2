using System.Xml.Linq;
using Migrator.Cli.Verbs.Rehearse.Findings;
using Migrator.Cli.Verbs.Rehearse.Page;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary>The page that <c>rehearse --report</c> writes.</summary>
public sealed class RehearsalPageTests
{
    private const string Evil = "</script><b onload=\"x\">'&";

    [Fact]
    public void NoNameAndNoSql_BreaksOutOfItsPlace()
    {
        var page = Page(Rehearsals.Report([Rehearsals.Index(1, "Evil", Rehearsals.Table(Evil), $"SELECT '{Evil}<!--'")],
            showSql: true, (Evil, 7)));

        page.NeedsNothingBesideItself();
        Assert.Equal("blocks writes, SHARE",
            page.Cell(Evil, "Evil").Element("a")!.Attribute("aria-label")!.Value[$"{Evil}, Evil: ".Length..]);
        Assert.Equal($"SELECT '{Evil}<!--'", Assert.Single(page.Document.Descendants("pre")).Value);
        Assert.Single(page.Html.Split("</script>").Skip(1));
    }

    [Fact]
    public void Sql_IsShownOnlyWhenAskedFor()
    {
        var page = Page(
            Rehearsals.Report([Rehearsals.Index(1, "One", Rehearsals.Table("orders"), "CREATE INDEX ix ON orders (secret)")]));

        Assert.DoesNotContain("secret", page.Html, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX", Assert.Single(page.Of("statements")).Value, StringComparison.Ordinal);
        Assert.Equal("SHARE on orders · reads all of orders · builds an index of orders", Assert.Single(page.Of("seen")).Value);
    }

    [Fact]
    public void Cell_SaysByColourAndByMark_WhatItsMigrationDoesToItsTable()
    {
        var table = Rehearsals.Table("orders");
        var read = Rehearsals.Moment(3, "Read", table);
        var page = Page(Rehearsals.Report(
        [
            Rehearsals.Index(1, "Index", table, "CREATE INDEX"), Rehearsals.Moment(2, "Moment", table),
            read with { Statements = [read.Statements[0] with { Locks = [new(table, LockMode.AccessShare)] }], Findings = [] },
            Rehearsals.Moment(4, "Other", Rehearsals.Table("customers")),
        ]));

        Assert.Equal(("v-blocks-writes", "W"), Seen("Index"));
        Assert.Equal(("moment k-reads", "–"), Seen("Moment"));
        Assert.Equal(("touched", "·"), Seen("Read"));
        Assert.Empty(page.Cell("orders", "Other").Nodes());

        (string?, string) Seen(string migration) =>
            (page.Cell("orders", migration).Attribute("class")?.Value, page.Cell("orders", migration).Value);
    }

    [Fact]
    public void Tables_ComeBySizeTimesHarm_AndTheBiggerIsTheTaller()
    {
        var page = Page(Rehearsals.Report(
        [
            Rehearsals.Moment(1, "A", Rehearsals.Table("small")), Rehearsals.Moment(2, "B", Rehearsals.Table("big")),
            Rehearsals.Index(3, "C", Rehearsals.Table("middle"), "CREATE INDEX"),
        ], false, ("small", 10), ("middle", 1_000_000), ("big", 100_000_000)));

        var rows = page.Of("matrix").Descendants("tbody").Elements("tr").ToList();
        Assert.Equal(["middle", "big", "small"], rows.Select(row => row.Element("th")!.Element("b")!.Value));
        Assert.Equal(["height:45px", "height:59px", "height:24px"], rows.Select(row => row.Attribute("style")!.Value));
        Assert.Contains("100 million rows", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_HasAStatementsLock_FramedIfForAMoment_AndBelowItWhatItsTransactionHolds()
    {
        var table = Rehearsals.Table("orders");
        var moment = Rehearsals.Moment(1, "Both", table);
        var update = new ObservedStatement(2, "UPDATE", TimeSpan.FromMilliseconds(7))
        { Locks = [new(table, LockMode.RowExclusive)], Scanned = [table] };
        var both = moment with { Statements = [.. moment.Statements, update] };

        Assert.Equal(["k-reads h-reads", "k-weak h-reads"], Bars(both));
        Assert.Equal(["moment k-reads h-reads", "k-weak h-weak"],
            Bars(both with { Migration = both.Migration with { Transactional = false } }));
        Assert.Equal(["moment k-reads h-reads"], Bars(moment));
        Assert.Equal(["k-unseen h-none"], Bars(both with { Statements = [update with { Locks = [], LocksAreKnown = false }] }));

        static IEnumerable<string> Bars(RehearsedMigration one) =>
            Page(Rehearsals.Report([one])).Of("bar").Elements("i").Select(bar => bar.Attribute("class")!.Value);
    }

    [Fact]
    public void SafeForm_IsToldByWhatWasSeen_WhereTheTextTellsNothing()
    {
        var page = Page(
            Rehearsals.Report([Rehearsals.Index(1, "One", Rehearsals.Table("orders"), "DO $$ BEGIN EXECUTE 'CREATE' || ' INDEX "
            + "ix ON orders (state)'; END $$")]));

        var form = Assert.Single(page.Of("form"));
        Assert.Contains("Instead: Create.Index(...).WithOptions().AsConcurrently() in a migration of its own", form.Value,
            StringComparison.Ordinal);
        Assert.Equal("index-not-concurrent", Assert.Single(page.Of("rule")).Value);
    }

    [Fact]
    public void NothingPending_AndNothingThatWasThereBefore_AreSaid()
    {
        Assert.Contains("Nothing to rehearse: the schema is at zero.", Page(Rehearsals.Report([])).Html,
            StringComparison.Ordinal);
        Assert.Contains("No migration touches a table that was there before it.", Page(Rehearsals.Report([])).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ThreeHundredMigrations_AreAPageOfLessThanAMegabyte()
    {
        var page = Page(Rehearsals.Many());

        page.NeedsNothingBesideItself();
        Assert.Equal(300, page.Document.Descendants("details").Count());
        Assert.Equal(40 * 301, page.Of("matrix").Descendants("tbody").Elements("tr").Elements().Count());
        Assert.InRange(page.Html.Length, 100_000, 1_000_000);
    }

    private static PageText Page(RehearsalSummary report) => new(RehearsalPage.Of(report, null, DateTimeOffset.UnixEpoch));
}
