namespace Migrator.SchemaCheck.Tests.Checking;

public sealed class RunNameTests
{
    [Fact]
    public void TryRead_ADeploysName_IsRead()
    {
        Assert.True(RunName.TryRead("migrator 7f3a9c ci-runner-7", out var run, out var host));
        Assert.Equal(("7f3a9c", "ci-runner-7"), (run, host));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("psql")]
    [InlineData("migrator")]
    [InlineData("migrator 7f3a9c")]
    [InlineData("migrator-observer 7f3a9c ci-runner-7")]
    [InlineData("migrator 7f3a9c ci runner")]
    [InlineData("migrators 7f3a9c host")]
    public void TryRead_AnythingElse_IsNot(string? name) => Assert.False(RunName.TryRead(name, out _, out _));
}
