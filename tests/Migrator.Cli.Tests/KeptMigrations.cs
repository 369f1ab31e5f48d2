using System.Runtime.CompilerServices;
using Migrator.TestSupport;

namespace Migrator.Cli.Tests;

/// <summary>Keeps what these tests compile, where MIGRATOR_TEST_KEEP says: the test bundle is made of it.</summary>
internal static class KeptMigrations
{
    [ModuleInitializer]
    internal static void Keep() =>
        CompiledMigrations.Kept = Environment.GetEnvironmentVariable("MIGRATOR_TEST_KEEP") is { Length: > 0 } folder
            ? folder : null;
}
