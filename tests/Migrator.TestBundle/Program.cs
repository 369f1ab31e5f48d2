using System.Reflection;
using Migrator;
using Migrator.Cli;

// The bundle of the migrations that the test names; without any, the tool itself, as native code.
var name = Environment.GetEnvironmentVariable("MIGRATOR_TEST_ASSEMBLY");
return await MigratorTool.RunAsync(args, name is null ? null
    : MigrationAssembly.CompiledIn(Assembly.Load(new AssemblyName(name)),
        Environment.GetEnvironmentVariable("MIGRATOR_TEST_FINGERPRINT")));
