using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Hosting;

public sealed class SchemaHealthCheckTests
{
    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task Check_BeforeTheSchemaWasSeen_HasTheRegistrationsStatus(HealthStatus status)
    {
        var health = await CheckAsync(new(), status);

        Assert.Equal((status, "The schema has not been checked yet."), (health.Status, health.Description));
    }

    [Fact]
    public async Task Check_Good_IsHealthy()
    {
        foreach (var difference in (SchemaDifference[])[Build.NoDifference, Build.NoDifference with { Unknown = [9] }])
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(State(difference), HealthStatus.Unhealthy)).Status);
    }

    [Fact]
    public async Task Check_WhileItWaits_SaysForWhat()
    {
        var health = await CheckAsync(State(Build.NoDifference with { Current = 2, Missing = [3] }), HealthStatus.Unhealthy);

        Assert.Equal((HealthStatus.Unhealthy, "Shop needs schema 3; the database is at 2, 1 missing (M3)."),
            (health.Status, health.Description));
    }

    private static SchemaCheckState State(SchemaDifference difference)
    {
        var requirement = Build.Needs(1, 2, 3);
        return new() { Result = new(requirement, difference.Judge(requirement), difference) };
    }

    private static Task<HealthCheckResult> CheckAsync(SchemaCheckState state, HealthStatus failureStatus)
    {
        var check = new SchemaHealthCheck(state);
        return check.CheckHealthAsync(new() { Registration = new("schema", check, failureStatus, null) },
            TestContext.Current.CancellationToken);
    }
}
