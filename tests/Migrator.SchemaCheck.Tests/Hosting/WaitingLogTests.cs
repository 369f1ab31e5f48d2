using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Hosting;

public sealed class WaitingLogTests
{
    private static readonly SchemaRequirement Requirement = Build.Needs(1, 2, 3);

    private static readonly SchemaCheckResult Behind = new(Requirement, SchemaVerdict.Behind,
        Build.NoDifference with { Current = 1, Missing = [2, 3] });

    private static readonly SchemaCheckResult Deploying = Behind with
    { Difference = Behind.Difference! with { Deploy = "migrator 7f3a9c ci-runner-7" } };

    private static readonly SchemaCheckResult Away = new(Requirement, SchemaVerdict.Unreachable, Reason: "Connection refused");

    [Fact]
    public void Report_SaysWhatIsWaitedForHowLongAndWhatToRun()
    {
        var clock = new SetClock();
        var lines = new LogLines();
        var log = new WaitingLog(lines, new(), new(), clock);

        log.Report(Away);
        clock.Now = TimeSpan.FromSeconds(1.5);
        log.Report(Behind);
        log.Report(Deploying);

        Assert.Equal(
            [
                "Warning: Shop cannot reach its database: Connection refused. Waiting up to 30 s; then this process stops.",
                "Warning: Shop needs schema 3; the database is at 1, 2 missing (M2, M3). No deploy is running. Waiting up to 29 "
                + "s; then this process stops. "
                    + "Run: dotnet migrator up --target latest",
                "Warning: Shop needs schema 3; the database is at 1, 2 missing (M2, M3). A deploy is at work: run 7f3a9c on "
                + "ci-runner-7. Waiting up to 29 s; then this process stops.",
            ],
            lines.Lines);
    }

    [Fact]
    public void Report_TheSameAgain_IsSaidEveryMinute()
    {
        var clock = new SetClock();
        var lines = new LogLines();
        var state = new SchemaCheckState();
        var log = new WaitingLog(lines, state, new(), clock);

        foreach (var (seconds, said) in ((double, int)[])[(0, 1), (30, 1), (59.9, 1), (60, 2), (119, 2), (121, 3)])
        {
            clock.Now = TimeSpan.FromSeconds(seconds);
            log.Report(Behind);
            Assert.Equal(said, lines.Lines.Count);
        }

        Assert.Same(Behind, state.Result);
    }

    // A standby comes on from look to look: that is no news.
    [Fact]
    public void Report_StandbyThatComesOn_IsSaidOnce()
    {
        var clock = new SetClock();
        var lines = new LogLines();
        var log = new WaitingLog(lines, new(), new(), clock);

        foreach (var bytes in (long[])[90_000, 60_000, 0])
        {
            clock.Now += TimeSpan.FromSeconds(3);
            log.Report(Behind with
            {
                Difference = Behind.Difference! with
                { Standby = new(bytes, TimeSpan.FromSeconds(bytes)), DeployIsKnown = false },
            });
        }

        Assert.Contains("standby", Assert.Single(lines.Lines), StringComparison.Ordinal);
    }
}
