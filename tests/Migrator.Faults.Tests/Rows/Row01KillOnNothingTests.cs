using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;

namespace Migrator.Faults.Tests.Rows;

/// <summary>SIGKILL at each statement boundary of the sample schema, from an empty database on.</summary>
public sealed class Row01KillOnNothingTests(TestServer server, FaultRecorder faults)
{
    [Fact]
    public async Task EveryBoundary()
    {
        await using var upgrade = await SampleSchema.FromNothingAsync(server);
        await Killed.AtBoundariesAsync(faults, upgrade, "SIGKILL before each statement of `up`, on an empty database", part: 3);
    }
}
