using Migrator.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
