using Migrator.Planning;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;

namespace Migrator.Tests.Planning;

public sealed class PlanUpTests
{
    [Theory]
    // latest
    [InlineData("10 20 30", "", "latest", "10 20 30")]
    [InlineData("30 10 20", "", "latest", "10 20 30")]
    [InlineData("10 20 30", "10", "latest", "20 30")]
    [InlineData("10 20 30", "10 20 30", "latest", "")]
    [InlineData("", "", "latest", "")]
    // a version or a name, with or without an offset
    [InlineData("10 20 30", "", "20", "10 20")]
    [InlineData("10 20 30", "10", "20", "20")]
    [InlineData("10 20 30", "10 20", "20", "")]
    [InlineData("10 20 30", "", "0020", "10 20")]
    [InlineData("10 20:AddUsers 30", "10", "AddUsers", "20")]
    [InlineData("10 20:AddUsers 30", "10", "aDDuSERS", "20")]
    [InlineData("10 20:AddUsers 30", "", "AddUsers+1", "10 20 30")]
    [InlineData("10 20 30", "", "30-1", "10 20")]
    [InlineData("10 20 30", "", "10+1", "10 20")]
    [InlineData("10 20 30", "", "10-1", "")]
    // steps from here
    [InlineData("10 20 30", "", "+1", "10")]
    [InlineData("10 20 30", "10", "+1", "20")]
    [InlineData("10 20 30", "10", "+2", "20 30")]
    [InlineData("10 20 30", "10", "+99", "20 30")]
    [InlineData("10 20 30", "10 20 30", "+1", "")]
    public void PlanUp_GoodTarget_RunsThePendingOnesInOrder(string catalog, string applied, string target, string steps) =>
        Assert.Equal(steps, Plan(catalog, applied, target));

    [Theory]
    [InlineData("10 20 30", "10 20", "10")]
    [InlineData("10 20 30", "10 20", "20-1")]
    [InlineData("10 20 30", "10", "10-1")]
    [InlineData("10 20 30", "10", "-1")]
    [InlineData("10 20 30", "", "-1")]
    [InlineData("10 20 30", "10", "zero")]
    [InlineData("10 20 30", "", "zero")]
    [InlineData("10 20", "10 20 99", "10")]
    public void PlanUp_TargetBelow_IsTheWrongDirection(string catalog, string applied, string target) =>
        Assert.Equal(nameof(RefusalReason.WrongDirection), Plan(catalog, applied, target));

    [Theory]
    [InlineData("10 20 30", "10 30", "latest", false, "OutOfOrder")]
    [InlineData("10 20 30", "10 30", "20", false, "OutOfOrder")]
    [InlineData("10 20 30", "10 30", "+1", false, "OutOfOrder")]
    [InlineData("10 20 30 40", "10 30", "latest", false, "OutOfOrder")]
    [InlineData("10 20 30 40", "10 30", "latest", true, "20 40")]
    [InlineData("10 20 30 40", "10 30", "20", true, "20")]
    [InlineData("10 20 30 40", "10 30", "+1", true, "20")]
    [InlineData("10 20 30 40", "20 30", "40", true, "10 40")]
    public void PlanUp_OutOfOrder_OnlyIfAllowed(string catalog, string applied, string target, bool allowed, string expected) =>
        Assert.Equal(expected, Plan(catalog, applied, target, new(AllowOutOfOrder: allowed)));

    [Theory]
    [InlineData("10 20!", "10", "latest", false, "Breaking")]
    [InlineData("10! 20!", "10", "+1", false, "Breaking")]
    [InlineData("10 20 30!", "10", "20", false, "20")]
    [InlineData("10! 20", "10", "latest", false, "20")]
    [InlineData("10 20!", "10 20", "latest", false, "")]
    [InlineData("10 20! 30", "10", "latest", true, "20 30")]
    public void PlanUp_Breaking_OnlyIfAllowed(string catalog, string applied, string target, bool allowed, string expected) =>
        Assert.Equal(expected, Plan(catalog, applied, target, new(AllowBreaking: allowed)));

    [Theory]
    [InlineData("10 20! 30", "latest", "10 20 30")]
    [InlineData("10! 20", "latest", "10 20")]
    [InlineData("10 20! 30", "20", "10 20")]
    [InlineData("10! 20", "+1", "10")]
    public void PlanUp_BreakingWhereNothingIsApplied_NeedsNoWord(string catalog, string target, string expected)
    {
        Assert.Equal(expected, Plan(catalog, "", target));
        // A version table from which all was reverted is as good as none.
        var reverted = new SchemaHistory(true, [], [], null);
        Assert.Equal(expected, Given.Brief(Planner.PlanUp(Given.Catalog(catalog), reverted, Given.Target(target), new())));
    }

    [Theory]
    [InlineData("10 20", "10 20 99", "latest", "")]
    [InlineData("10 20", "10 20 99", "20", "")]
    [InlineData("10 20", "10 15 20", "latest", "")]
    [InlineData("10 20 30", "10 99", "10", "")]
    [InlineData("10 20 30", "10 20 99", "latest", "Diverged")]
    [InlineData("10 20 30", "10 15 20", "latest", "Diverged")]
    public void PlanUp_UnknownVersions_AreHarmlessUnlessSomethingIsPending(string catalog, string applied, string target,
        string expected) =>
        Assert.Equal(expected, Plan(catalog, applied, target));

    [Fact]
    public void PlanUp_UnknownAndNothingPending_NamesTheUnknown()
    {
        var plan = Planner.PlanUp(Given.Catalog("10"), Given.History("10 98 99"), Target.Latest, new()).Plan!;

        Assert.Equal([98, 99], plan.Unknown);
    }

    [Fact]
    public void PlanUp_UnknownIsOnlyHiddenByTags_IsNotUnknown()
    {
        var catalog = Given.Catalog("10 30", otherVersions: 20);

        Assert.Equal("30", Given.Brief(Planner.PlanUp(catalog, Given.History("10 20"), Target.Latest, new())));
    }

    [Fact]
    public void PlanUp_DivergedOutOfOrderAndBreakingAtOnce_IsDivergedFirst()
    {
        var all = Planner.PlanUp(Given.Catalog("10 20! 30"), Given.History("30 99"), Target.Latest, new());

        Assert.Equal(RefusalReason.Diverged, all.Refusal!.Reason);
    }

    [Fact]
    public void PlanUp_AllowingOneThing_DoesNotAllowTheOther()
    {
        var (catalog, history) = (Given.Catalog("10! 20"), Given.History("20"));

        Assert.Equal("OutOfOrder", Given.Brief(Planner.PlanUp(catalog, history, Target.Latest, new(AllowBreaking: true))));
        Assert.Equal("Breaking", Given.Brief(Planner.PlanUp(catalog, history, Target.Latest, new(AllowOutOfOrder: true))));
    }

    [Fact]
    public void PlanUp_Dirty_IsRefusedWhateverTheTarget()
    {
        var dirty = new DirtyMigration(20, "AddIndex", "up", DateTimeOffset.UnixEpoch, "7f3a9c", Statement: 2);

        var refusal = Planner.PlanUp(Given.Catalog("10 20 30"), Given.History("10", dirty), Given.Target("10"), new()).Refusal!;

        Assert.Equal(RefusalReason.Dirty, refusal.Reason);
        Assert.Contains("20 AddIndex", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("at statement 2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("7f3a9c", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("resolve 20 --applied", refusal.Next, StringComparison.Ordinal);
        Assert.Contains("resolve 20 --rolled-back", refusal.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20L, "UpToDate")]
    [InlineData(15L, "Behind")]
    [InlineData(99L, "TooNew")]
    public void PlanUp_Floor_RefusesOnlyTheBuildThatIsOlder(long floor, string because)
    {
        var history = Given.History(because == "UpToDate" ? "10 20" : "10 " + floor) with { Floor = floor };

        var result = Planner.PlanUp(Given.Catalog("10 20"), history, Target.Latest, new(AllowOutOfOrder: true));

        Assert.Equal(because switch { "UpToDate" => "", "Behind" => "Diverged", _ => "TooNew" }, Given.Brief(result));
    }

    [Theory]
    [InlineData("", null, 30L)]
    [InlineData("10", 10L, 30L)]
    [InlineData("10 20 30", 30L, 30L)]
    [InlineData("30", 30L, 30L)]
    public void PlanUp_FromAndTo_AreTheNewestBeforeAndAfter(string applied, long? from, long? to)
    {
        var plan = Planner.PlanUp(Given.Catalog("10 20 30"), Given.History(applied), Target.Latest,
            new(AllowOutOfOrder: true)).Plan!;

        Assert.Equal((from, to), (plan.From, plan.To));
    }

    [Fact]
    public void PlanUp_ConstraintHoldsAMigrationBack_TheOthersRun()
    {
        var held = new MigrationDescriptor(20, "M20", true, false) { Constraint = _ => false };
        var catalog = new MigrationCatalog([.. Given.Catalog("10 30").Migrations, held]);

        Assert.Equal("10 30", Given.Brief(Planner.PlanUp(catalog, SchemaHistory.Empty, Target.Latest, new())));
        Assert.Equal("10 30", Given.Brief(Planner.PlanUp(catalog, SchemaHistory.Empty, Given.Target("+2"), new())));
        Assert.Equal("", Given.Brief(Planner.PlanUp(catalog, Given.History("10 30"), Target.Latest, new())));
    }

    [Fact]
    public void PlanUp_ConstraintSeesTheAppliedVersions()
    {
        var after10 = new MigrationDescriptor(20, "M20", true, false) { Constraint = applied => applied.Contains(10) };
        var catalog = new MigrationCatalog([.. Given.Catalog("10").Migrations, after10]);

        Assert.Equal("20", Given.Brief(Planner.PlanUp(catalog, Given.History("10"), Target.Latest, new())));
    }

    [Fact]
    public void PlanUp_ManyOutOfOrder_NamesTheFirstFiveAndCountsTheRest()
    {
        var refusal = Planner.PlanUp(Given.Catalog("1 2 3 4 5 6 7 8"), Given.History("8"), Target.Latest, new()).Refusal!;

        Assert.Contains("7 pending migrations lie below", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("1 M1, 2 M2, 3 M3, 4 M4, 5 M5 and 2 more.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanUp_BreakingAtTheEnd_SaysHowFarItMayGo()
    {
        var refusal = Planner.PlanUp(Given.Catalog("10 20 30!"), Given.History("10"), Target.Latest, new()).Refusal!;

        Assert.Contains("30 M30", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-breaking", refusal.Next, StringComparison.Ordinal);
        Assert.Contains("--target 20", refusal.Next, StringComparison.Ordinal);
    }

    private static string Plan(string catalog, string applied, string target, PlanPolicy? policy = null) =>
        Given.Brief(Planner.PlanUp(Given.Catalog(catalog), Given.History(applied), Given.Target(target), policy ?? new()));
}
