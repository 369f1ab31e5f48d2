using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Migrator.TestSupport;

namespace Migrator.Tests.Support;

/// <summary>FluentMigrator as a team would use it without this tool: the measure of what we take over.</summary>
internal static class PlainFluentMigrator
{
    public static void Up(TestDatabase database, MigrationAssembly assembly, MigrationSelection? selection = null) =>
        Run(database, assembly, selection, runner => runner.MigrateUp());

    /// <summary>With the generator that an older release of it, or another of its methods, registers.</summary>
    public static void Up(TestDatabase database, MigrationAssembly assembly, Action<IMigrationRunnerBuilder> generator) =>
        Run(database, assembly, null, runner => runner.MigrateUp(), generator);

    public static void Down(TestDatabase database, MigrationAssembly assembly, long version) =>
        Run(database, assembly, null, runner => runner.MigrateDown(version));

    public static bool HasPending(TestDatabase database, MigrationAssembly assembly)
    {
        var pending = false;
        Run(database, assembly, null, runner => pending = runner.HasMigrationsToApplyUp());
        return pending;
    }

    private static void Run(TestDatabase database, MigrationAssembly assembly, MigrationSelection? selection,
        Action<IMigrationRunner> action, Action<IMigrationRunnerBuilder>? generator = null)
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder =>
            {
                (generator ?? (one => one.AddPostgres15_0()))(builder);
                builder.WithGlobalConnectionString(database.ConnectionString).ScanIn(assembly.Assembly).For.All();
            })
            .Configure<RunnerOptions>(options =>
            {
                options.Tags = [.. selection?.Tags ?? []];
                options.Profile = selection?.Profile;
            })
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        action(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }
}
