using Migrator.Faults.Tests.Recording;
using Migrator.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
[assembly: AssemblyFixture(typeof(FaultRecorder))]
