using Migrator.TestSupport;

[assembly: TestCollectionOrderer(typeof(Migrator.Cli.Tests.LongestFirst))]
[assembly: AssemblyFixture(typeof(TestServer))]
