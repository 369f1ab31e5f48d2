using Migrator.Planning;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;

namespace Migrator.Tests.Planning;

public sealed class PlanDownTests
{
    [Theory]
    [InlineData("10 20 30", "10 20 30", "zero", "30 20 10")]
    [InlineData("10 20 30", "", "zero", "")]
    [InlineData("10 20 30", "10 20 30", "20", "30")]
    [InlineData("10 20 30", "10 20 30", "10", "30 20")]
    [InlineData("10 20 30", "10 20 30", "30", "")]
    [InlineData("10 20 30", "10 30", "20", "30")]
    [InlineData("10 20:AddUsers 30", "10 20 30", "addusers", "30")]
    [InlineData("10 20 30", "10 20 30", "30-1", "30")]
    [InlineData("10 20 30", "10 20 30", "10+1", "30")]
    [InlineData("10 20 30", "10 20 30", "10-1", "30 20 10")]
    [InlineData("10 20 30", "10 20 30", "-1", "30")]
    [InlineData("10 20 30", "10 20 30", "-2", "30 20")]
    [InlineData("10 20 30", "10 30", "-1", "30")]
    [InlineData("10 20 30", "10 20 30", "-3", "30 20 10")]
    [InlineData("10 20 30", "10 20", "-2", "20 10")]
    [InlineData("10 20 30", "", "-1", "")]
    [InlineData("0 10", "0 10", "0", "10")]
    [InlineData("0 10", "0 10", "zero", "10 0")]
    // What this build does not know and that lies below stays.
    [InlineData("10 20 30", "5 10 20 30", "20", "30")]
    public void PlanDown_GoodTarget_RevertsWhatLiesAboveItNewestFirst(string catalog, string applied, string target,
        string steps) =>
        Assert.Equal(steps, Plan(catalog, applied, target));

    [Theory]
    [InlineData("10 20 30", "10 20", "30")]
    [InlineData("10 20 30", "10 20", "20+1")]
    [InlineData("10 20 30", "10 20", "latest")]
    [InlineData("10 20 30", "10 20 30", "latest")]
    [InlineData("10 20 30", "10 20", "+1")]
    [InlineData("10 20 30", "", "10")]
    public void PlanDown_TargetAbove_IsTheWrongDirection(string catalog, string applied, string target) =>
        Assert.Equal(nameof(RefusalReason.WrongDirection), Plan(catalog, applied, target));

    [Theory]
    [InlineData("10 20 30", "10 20", "-3")]
    [InlineData("10 20 30", "10", "-999")]
    public void PlanDown_MoreThanIsApplied_IsRefused(string catalog, string applied, string target) =>
        Assert.Equal(nameof(RefusalReason.UnknownTarget), Plan(catalog, applied, target));

    [Theory]
    [InlineData("10 20", "10 20 99", "10")]
    [InlineData("10 20", "10 20 99", "zero")]
    [InlineData("10 20", "10 15 20", "10")]
    [InlineData("10 20", "10 20 99", "-1")]
    public void PlanDown_UnknownAboveTheTarget_IsDiverged(string catalog, string applied, string target) =>
        Assert.Equal(nameof(RefusalReason.Diverged), Plan(catalog, applied, target));

    [Fact]
    public void PlanDown_HiddenByTagsAboveTheTarget_IsDivergedAndSaysSo()
    {
        var refusal = Planner.PlanDown(Given.Catalog("10 30", otherVersions: 20), Given.History("10 20 30"), Given.Target("10"))
            .Refusal!;

        Assert.Equal(RefusalReason.Diverged, refusal.Reason);
        Assert.Contains("tags", refusal.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanDown_Dirty_IsRefused()
    {
        var dirty = new DirtyMigration(20, "AddIndex", "down", DateTimeOffset.UnixEpoch, "7f3a9c", Statement: null);

        var refusal = Planner.PlanDown(Given.Catalog("10 20"), Given.History("10 20", dirty), Target.Zero).Refusal!;

        Assert.Equal(RefusalReason.Dirty, refusal.Reason);
        Assert.Contains("being reverted", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("killed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanDown_TooNew_IsRefused()
    {
        var history = Given.History("10 99") with { Floor = 99 };

        Assert.Equal("TooNew", Given.Brief(Planner.PlanDown(Given.Catalog("10 20"), history, Target.Zero)));
    }

    [Theory]
    [InlineData("10 20 30", "zero", 30L, null)]
    [InlineData("10 20 30", "20", 30L, 20L)]
    [InlineData("10 30", "20", 30L, 10L)]
    [InlineData("", "zero", null, null)]
    public void PlanDown_FromAndTo_AreTheNewestBeforeAndAfter(string applied, string target, long? from, long? to)
    {
        var plan = Planner.PlanDown(Given.Catalog("10 20 30"), Given.History(applied), Given.Target(target)).Plan!;

        Assert.Equal((from, to), (plan.From, plan.To));
    }

    private static string Plan(string catalog, string applied, string target) =>
        Given.Brief(Planner.PlanDown(Given.Catalog(catalog), Given.History(applied), Given.Target(target)));
}
