using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Catalog.Manifest;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of a whole plan without a database, as a run would send it: with its default schema, maintenance and
/// profile.</summary>
internal sealed class PlanRenderer : IRenderedPlan, IDisposable
{
    private readonly Container _container;
    private readonly MigrationSelection _selection;
    private readonly MigrationAssembly _assembly;
    private readonly MigrationRenderer _renderer;
    private readonly MigrationRenderer _unqualified;
    private readonly Dictionary<long, Type> _types;
    private readonly Dictionary<long, string?> _checksums = [];
    private readonly Dictionary<MigrationStage, IReadOnlyList<RenderedStep>> _maintenance = [];
    private IReadOnlyList<RenderedStep> _steps = [];

    public PlanRenderer(MigrationAssembly assembly, MigrationSelection selection, string schema)
    {
        _container = new(FluentMigratorServices.Create(assembly, selection, schema).AddRendering(assembly.Generator));
        _selection = selection;
        _assembly = assembly;
        _renderer = new(_container.Services, assembly, schema);
        _unqualified = new(_container.Services, assembly);
        _types = CatalogReader.ReadChosen(assembly, selection).ToDictionary(one => one.Descriptor.Version, one => one.Type);
    }

    /// <summary>The plan's work in order; maintenance that does nothing is left out.</summary>
    public IReadOnlyList<RenderedStep> Render(Plan plan) => _steps = [.. WorkItem.Of(plan).SelectMany(item => item.Kind switch
    {
        WorkKind.Maintenance => Maintenance(item.Stage!.Value).Select(step => step with { Around = item.Migration }),
        WorkKind.Migration => [Migration(item.Migration!, plan.Direction)],
        _ => Profile(),
    })];

    /// <summary>The checksum of what a migration's up would send; null where that cannot be known without running it.</summary>
    public string? Checksum(long version)
    {
        if (!_checksums.TryGetValue(version, out var checksum))
            _checksums[version] = checksum = NewChecksum(_types[version]);

        return checksum;
    }

    /// <summary>Why a piece of the plan that was rendered last can never run; null if nothing is known against any.</summary>
    public StepProblem? Problem(Plan plan) => _steps.Select(step => StepProblem.Of(step.Migration, step.Sql, plan.Direction))
        .FirstOrDefault(problem => problem is not null);

    /// <summary>Whether a migration of it is known to send nothing at all.</summary>
    public bool SendsNothing(long version) =>
        _steps.Any(step => step.IsMigration && step.Migration.Version == version && step.Sql.SendsNothing);

    public void Dispose() => _container.Dispose();

    private RenderedStep Migration(MigrationDescriptor migration, Direction direction)
    {
        try
        {
            var created = _renderer.Create(_types[migration.Version]);
            var conventions = _container.Get<IMigrationRunnerConventions>();
            var rendered = _renderer.Render(created, direction);
            return new(migration, migration, rendered,
                conventions.GetMigrationInfoForMigration(created).Description ?? created.GetType().Name,
                direction == Direction.Up ? Checksum(migration.Version) : null);
        }
        catch (OpaqueMigrationException exception)
        {
            return new(migration, migration, new([], exception.Message), migration.Name, null);
        }
    }

    private IReadOnlyList<RenderedStep> Maintenance(MigrationStage stage)
    {
        if (!_maintenance.TryGetValue(stage, out var steps))
            _maintenance[stage] = steps = Extras(WorkKind.Maintenance,
                services => services.GetRequiredService<IMaintenanceLoader>().LoadMaintenance(stage)
                .Select(info => (info.Migration, info.TransactionBehavior == TransactionBehavior.Default)));

        return steps;
    }

    private IReadOnlyList<RenderedStep> Profile() => Extras(WorkKind.Profile,
        services => services.GetRequiredService<IProfileSource>().GetProfiles(_selection.Profile)
            .Select(profile => (profile, true)));

    private IReadOnlyList<RenderedStep> Extras(WorkKind kind,
        Func<IServiceProvider, IEnumerable<(IMigration Migration, bool Transactional)>> load)
    {
        try
        {
            return [.. load(_container.Services)
                .Select(one => Extra(kind, one.Migration.GetType().Name, one.Transactional,
                    _assembly.LabelOf(one.Migration.GetType()),
                    _renderer.Render(one.Migration, Direction.Up)))
                .Where(step => step.Sql is { Statements.Count: > 0 } or { Opaque: not null })];
        }
        catch (NotCreatedException exception)
        {
            return MigrationRenderer.NotCreated(exception) is OpaqueMigrationException opaque
                ? [Extra(kind, "", true, null, new([], opaque.Message))]
                : throw new ConfigurationException(exception.Message, exception);
        }
    }

    private static RenderedStep Extra(WorkKind kind, string name, bool transactional, string? assembly, RenderedMigration sql)
    {
        var work = MigrationDescriptor.Extra(kind, name, transactional, assembly);
        return new(work, null, sql, work.Name, null);
    }

    private string? NewChecksum(Type type)
    {
        // It has had its say.
        using var _ = QuietLoggers.Pause();
        try
        {
            return _unqualified.Up(_unqualified.Create(type)) is { Opaque: null } rendered
                ? MigrationChecksum.Of(rendered.Statements) : null;
        }
        catch (OpaqueMigrationException)
        {
            return null;
        }
    }
}
