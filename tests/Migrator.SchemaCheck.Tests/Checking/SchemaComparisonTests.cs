using System.Globalization;

namespace Migrator.SchemaCheck.Tests.Checking;

public sealed class SchemaComparisonTests
{
    [Theory]
    [InlineData("", "", SchemaVerdict.UpToDate, "", "", "")]
    [InlineData("1 2", "1 2", SchemaVerdict.UpToDate, "", "", "")]
    [InlineData("1 2", "", SchemaVerdict.Behind, "1 2", "", "")]
    [InlineData("2 1 3", "1", SchemaVerdict.Behind, "2 3", "", "")]
    // By set, not by the highest version: the newest is there, yet one is missing.
    [InlineData("1 2 3", "1 3", SchemaVerdict.Behind, "2", "2", "")]
    [InlineData("1 2", "1 2 3", SchemaVerdict.Ahead, "", "", "3")]
    [InlineData("1 3", "1 2 3", SchemaVerdict.Ahead, "", "", "2")]
    [InlineData("", "1", SchemaVerdict.Ahead, "", "", "1")]
    [InlineData("1 2 3", "1 2 9", SchemaVerdict.Diverged, "3", "3", "9")]
    [InlineData("1 2 3", "1 2 4", SchemaVerdict.Diverged, "3", "3", "4")]
    [InlineData("2", "1", SchemaVerdict.Diverged, "2", "", "1")]
    public void Of_ComparesBySet(string required, string applied, SchemaVerdict verdict, string pending, string outOfOrder,
        string unknown)
    {
        var comparison = SchemaComparison.Of(Versions(required), Versions(required), History(applied));

        Assert.Equal(
            (verdict, pending, outOfOrder, unknown),
            (comparison.Verdict, Text(comparison.Pending), Text(comparison.OutOfOrder), Text(comparison.Unknown)));
    }

    [Theory]
    // The floor is known: whatever else is there, this build has seen the break.
    [InlineData("1 2", "1 2", 2L, SchemaVerdict.UpToDate)]
    [InlineData("1 2 3", "1 2", 2L, SchemaVerdict.Behind)]
    [InlineData("1 2", "1 2 3", 2L, SchemaVerdict.Ahead)]
    // The floor is unknown, but below this build's newest: a break on another branch that is no news.
    [InlineData("1 3", "1 2 3", 2L, SchemaVerdict.Ahead)]
    // The floor is above all that this build knows.
    [InlineData("1 2", "1 2 3", 3L, SchemaVerdict.TooNew)]
    [InlineData("1 2", "1 3", 3L, SchemaVerdict.TooNew)]
    [InlineData("", "1", 1L, SchemaVerdict.TooNew)]
    public void Of_Floor_DecidesWhetherUnknownVersionsAreHarmless(string required, string applied, long floor,
        SchemaVerdict verdict) =>
        Assert.Equal(verdict,
            SchemaComparison.Of(Versions(required), Versions(required), History(applied) with { Floor = floor }).Verdict);

    [Theory]
    [InlineData("1 2", "1 2")]
    [InlineData("1 2", "1")]
    [InlineData("1 2", "1 3")]
    [InlineData("1 2", "")]
    public void Of_Dirty_IsDirtyWhateverElseHolds(string required, string applied)
    {
        var history = History(applied) with { Dirty = [new(2, "Two", "up", DateTimeOffset.UnixEpoch, "run", 1)], Floor = 99 };

        Assert.Equal(SchemaVerdict.Dirty, SchemaComparison.Of(Versions(required), Versions(required), history).Verdict);
    }

    [Fact]
    public void Of_KnownButNotRequired_IsNeitherPendingNorUnknown()
    {
        var comparison = SchemaComparison.Of([1], [1, 2, 3], History("1 2"));

        Assert.Equal(SchemaVerdict.UpToDate, comparison.Verdict);
    }

    private static long[] Versions(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(version => long.Parse(version, CultureInfo.InvariantCulture))];

    private static string Text(IEnumerable<long> versions) => string.Join(' ', versions);

    private static SchemaHistory History(string applied) =>
        new(applied.Length > 0, [.. Versions(applied).Select(version => new AppliedMigration(version, null, null, null))],
            [], null);
}
