using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>SIGKILL at each statement boundary of the sample schema, on tables with rows.</summary>
public sealed class Row01KillOnRowsTests(TestServer server, FaultRecorder faults)
{
    [Fact]
    public async Task EveryBoundary()
    {
        await using var upgrade = await SampleSchema.FromTablesWithRowsAsync(server);
        await Killed.AtBoundariesAsync(faults, upgrade, "SIGKILL before each statement of `up`, on tables with rows", part: 3);
    }
}
