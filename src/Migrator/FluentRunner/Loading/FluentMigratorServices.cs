using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using FluentMigrator.Runner.Generators;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.FluentRunner.Generating;
using Migrator.FluentRunner.Injection;

namespace Migrator.FluentRunner.Loading;

/// <summary>FluentMigrator's own services, without a processor, and the migrations' own: enough to read what an assembly
/// has.</summary>
internal static class FluentMigratorServices
{
    /// <exception cref="ConfigurationException">The class that adds to the migrations' services fails, or there are
    /// two.</exception>
    public static IServiceCollection Create(MigrationAssembly assembly, MigrationSelection selection, string? schema)
    {
        var given = MigrationServices.Of(assembly);
        var services = given.Copy();
        var logger = services.Last(one => one.ServiceType == typeof(ILogger));
        // Before FluentMigrator's own registration, which steps back: a convention set of the assembly's or of its services, else
        // one that knows our default schema and looks for SQL scripts beside the migrations.
        services.TryAddScoped<IConventionSet>(provider => provider.GetRequiredService<IConventionSetAccessor>().GetConventionSet()
            ?? new UsualConventionSet(schema, assembly, provider.GetRequiredService<CurrentMigration>()));
        services.AddScoped(provider => new MigrationFactory(provider, given))
            .AddSingleton<CurrentMigration>()
            .AddSingleton<OwnScripts>()
            .AddSingleton<IEmbeddedResourceProvider>(provider => provider.GetRequiredService<OwnScripts>())
            .AddScoped<IFilteringMigrationSource, MigrationInstances>()
            .AddScoped<IMaintenanceLoader, MaintenanceInstances>()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder => builder.ScanIn([.. Listed(assembly)]).For.All())
            .Configure<TypeFilterOptions>(options =>
                (options.Namespace, options.NestedNamespaces) = (selection.Namespace, selection.NestedNamespaces))
            .Configure<RunnerOptions>(options =>
            {
                options.Tags = [.. selection.Tags];
                options.Profile = selection.Profile;
                // Whether a breaking migration may run is decided in the plan, before anything is touched.
                options.AllowBreakingChange = true;
            });
        // FluentMigrator's is one that says nothing.
        services.Add(logger);
        return services;
    }

    // A type that one assembly has from another is listed once.
    private static IEnumerable<ListedAssembly> Listed(MigrationAssembly assembly)
    {
        HashSet<Type> seen = [];
        foreach (var part in assembly.Parts)
            yield return new(part.Assembly, [.. part.ExportedTypes().Where(seen.Add)]);
    }

    /// <summary>What makes SQL of typed expressions. Not lax: what PostgreSQL cannot do is an error, and no empty
    /// statement.</summary>
    public static IServiceCollection AddGenerator(this IServiceCollection services, SqlGenerator choice) =>
        services.ConfigureRunner(builder => ChosenGenerator.Register(builder, choice))
            .AddScoped<ExactQuoter>()
            .AddScoped(provider => ChosenGenerator.Create(choice, provider.GetRequiredService<ExactQuoter>(),
                provider.GetRequiredService<IOptions<GeneratorOptions>>(), provider.GetRequiredService<IPostgresTypeMap>()))
            .AddScoped<ExactGenerator>()
            .Configure<GeneratorOptions>(options => options.CompatibilityMode = CompatibilityMode.STRICT);
}
