using Migrator.TestSupport;

[assembly: AssemblyFixture(typeof(TestServer))]
