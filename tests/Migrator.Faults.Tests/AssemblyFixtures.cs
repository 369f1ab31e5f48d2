using Migrator.Faults.Tests.Recording;
using Migrator.TestSupport;

[assembly: AssemblyFixture(typeof(TestServer))]
[assembly: AssemblyFixture(typeof(FaultRecorder))]

// A test mostly waits for processes; more at once than this would compete for two cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
