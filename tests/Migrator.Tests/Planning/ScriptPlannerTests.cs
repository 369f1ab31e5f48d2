using Migrator.Planning;
using Migrator.Tests.Support;

namespace Migrator.Tests.Planning;

/// <summary>Which migrations a script is about.</summary>
public sealed class ScriptPlannerTests
{
    [Theory]
    [InlineData(null, "latest", Direction.Up, "10 20 30")]
    [InlineData("zero", "20", Direction.Up, "10 20")]
    [InlineData("10", "latest", Direction.Up, "20 30")]
    [InlineData("M20", "M30", Direction.Up, "30")]
    [InlineData("20", "20", Direction.Up, "")]
    [InlineData("10+1", "30", Direction.Up, "30")]
    [InlineData("30", "20", Direction.Up, "WrongDirection")]
    [InlineData("+1", "30", Direction.Up, "UnknownTarget")]
    [InlineData(null, "-1", Direction.Down, "UnknownTarget")]
    [InlineData("15", "30", Direction.Up, "UnknownTarget")]
    [InlineData(null, "zero", Direction.Down, "30 20 10")]
    [InlineData(null, "10", Direction.Down, "30 20")]
    [InlineData("20", "10", Direction.Down, "20")]
    [InlineData("10", "20", Direction.Down, "WrongDirection")]
    public void Plan_TakesTheRange(string? from, string to, Direction direction, string expected) =>
        Assert.Equal(expected,
            Given.Brief(ScriptPlanner.Plan(Given.Catalog("30 10 20"), from is null ? null : Given.Target(from), Given.Target(to),
                direction)));
}
