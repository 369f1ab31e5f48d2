using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using FluentMigrator.Runner.Generators;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Migrator.FluentRunner.Generating;

namespace Migrator.FluentRunner.Loading;

/// <summary>FluentMigrator's own services, without a processor: enough to read what an assembly has.</summary>
internal static class FluentMigratorServices
{
    public static IServiceCollection Create(MigrationAssembly assembly, MigrationSelection selection, string? schema) =>
        new ServiceCollection()
            // Before FluentMigrator's own registration, which steps back: a convention set of the assembly's, else one that knows
            // our default schema and looks for SQL scripts beside the migrations.
            .AddScoped<IConventionSet>(services => services.GetRequiredService<IConventionSetAccessor>().GetConventionSet()
                ?? new DefaultConventionSet(schema, assembly.Folder))
            .AddScoped<IFilteringMigrationSource, MigrationInstances>()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder => builder.ScanIn(new ListedAssembly(assembly.Assembly, assembly.ExportedTypes())).For.All())
            .Configure<RunnerOptions>(options =>
            {
                options.Tags = [.. selection.Tags];
                options.Profile = selection.Profile;
                // Whether a breaking migration may run is decided in the plan, before anything is touched.
                options.AllowBreakingChange = true;
            });

    /// <summary>What makes SQL of typed expressions. Not lax: what PostgreSQL cannot do is an error, and no empty
    /// statement.</summary>
    public static IServiceCollection AddGenerator(this IServiceCollection services) =>
        services.ConfigureRunner(builder => builder.AddPostgres15_0())
            .AddScoped<ExactQuoter>()
            .AddScoped<ExactGenerator>()
            .Configure<GeneratorOptions>(options => options.CompatibilityMode = CompatibilityMode.STRICT);
}
