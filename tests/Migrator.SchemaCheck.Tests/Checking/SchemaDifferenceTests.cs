using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Checking;

/// <summary>The verdicts, for a build that has and needs 1, 2 and 3.</summary>
public sealed class SchemaDifferenceTests
{
    private const string Deploy = "migrator 7f3a9c ci-runner-7";

    [Theory]
    [InlineData("", "", "", "", null, null, SchemaVerdict.UpToDate)]
    [InlineData("3", "", "", "", null, null, SchemaVerdict.Behind)]
    [InlineData("2", "", "", "", null, null, SchemaVerdict.Behind)]
    [InlineData("", "4", "", "", null, null, SchemaVerdict.Ahead)]
    [InlineData("3", "4", "", "", null, null, SchemaVerdict.Diverged)]
    // The floor: known, below the newest that the build has, above it.
    [InlineData("", "4", "", "", 3L, null, SchemaVerdict.Ahead)]
    [InlineData("", "4", "", "", 2L, null, SchemaVerdict.Ahead)]
    [InlineData("", "0", "", "", 0L, null, SchemaVerdict.Ahead)]
    [InlineData("", "4", "", "", 4L, null, SchemaVerdict.TooNew)]
    [InlineData("3", "4", "", "", 4L, null, SchemaVerdict.TooNew)]
    [InlineData("", "", "2", "", null, null, SchemaVerdict.Edited)]
    [InlineData("3", "4", "2", "", null, null, SchemaVerdict.Edited)]
    // What one cannot work on at all is said before what one could wait for, or argue about.
    [InlineData("", "4", "2", "", 4L, null, SchemaVerdict.TooNew)]
    [InlineData("", "", "", "3", null, null, SchemaVerdict.Dirty)]
    [InlineData("3", "4", "2", "3", 4L, null, SchemaVerdict.Dirty)]
    // Unfinished, and a deploy at work: it is what the deploy works on, and the build waits for it if it needs it.
    [InlineData("3", "", "", "3", null, Deploy, SchemaVerdict.Behind)]
    [InlineData("", "", "", "3", null, Deploy, SchemaVerdict.Behind)]
    [InlineData("", "", "", "4", null, Deploy, SchemaVerdict.UpToDate)]
    [InlineData("", "4", "", "5", null, Deploy, SchemaVerdict.Ahead)]
    [InlineData("", "", "", "4", null, null, SchemaVerdict.Dirty)]
    public void Judge_IsTheWorstThatHolds(
        string missing, string unknown, string edited, string unfinished, long? floor, string? deploy, SchemaVerdict verdict) =>
        Assert.Equal(verdict,
            new SchemaDifference(3, Versions(missing), Versions(unknown), Versions(edited), Versions(unfinished), floor, deploy)
                .Judge(Build.Needs(1, 2, 3)));

    [Fact]
    public void Judge_ABuildWithoutMigrations_IsTooOldForAnyBreakingOne() =>
        Assert.Equal(SchemaVerdict.TooNew,
            (Build.NoDifference with { Unknown = [1], Floor = 1 }).Judge(Build.Needs(Array.Empty<long>())));

    [Theory]
    [InlineData(SchemaVerdict.UpToDate, 0, false)]
    [InlineData(SchemaVerdict.Ahead, 0, false)]
    [InlineData(SchemaVerdict.Behind, 3, true)]
    [InlineData(SchemaVerdict.Diverged, 9, true)]
    [InlineData(SchemaVerdict.TooNew, 9, false)]
    [InlineData(SchemaVerdict.Edited, 9, false)]
    [InlineData(SchemaVerdict.Dirty, 7, false)]
    [InlineData(SchemaVerdict.Unreadable, 2, false)]
    [InlineData(SchemaVerdict.Unreachable, 8, true)]
    public void Verdict_HasACode_AndMayPassOrNot(SchemaVerdict verdict, int code, bool mayPass)
    {
        Assert.Equal((code, mayPass), (verdict.ExitCode(), verdict.MayPass()));
    }

    [Fact]
    public void Verdict_EveryOne_IsInTheTableAbove() => Assert.Equal(9, Enum.GetValues<SchemaVerdict>().Length);

    private static long[] Versions(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(version => long.Parse(version, System.Globalization.CultureInfo.InvariantCulture))];
}
