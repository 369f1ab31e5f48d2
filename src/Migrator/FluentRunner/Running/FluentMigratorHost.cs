using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.VersionTableInfo;
using FluentMigrator.Validation;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Catalog.Manifest;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's runner on our session: the one place where its parts and ours are put together, and none of its parts leaves
/// it. Built only when there is a step to run.
/// </summary>
internal sealed class FluentMigratorHost : IRenderedPlan, IAsyncDisposable
{
    private readonly Container _container;
    private readonly MigrationRunner _runner;
    private readonly MigrationRenderer _renderer;
    private readonly MigrationProcessor _processor;
    private readonly StepLocator _locator;
    private readonly MigrationInstances _instances;
    private readonly IMigrationRunnerConventions _conventions;
    private readonly Dictionary<long, Type> _types;
    private readonly Dictionary<long, IMigrationInfo> _migrations = [];
    private readonly StepSession _session;
    private readonly string? _profile;
    private readonly MigrationAssembly _assembly;
    private readonly CurrentMigration _current;
    private IReadOnlyList<Extra>? _profiles;
    private readonly Dictionary<long, Known> _rendered = [];
    private readonly Dictionary<MigrationStage, StepProblem?> _maintenance = [];

    /// <param name="assembly">The migrations.</param>
    /// <param name="selection">Tags and profile.</param>
    /// <param name="session">Where their statements go.</param>
    /// <param name="table">The version table.</param>
    /// <param name="history">What is applied.</param>
    public FluentMigratorHost(
        MigrationAssembly assembly, MigrationSelection selection, StepSession session, VersionTable table, SchemaHistory history)
    {
        _container = new(FluentMigratorServices.Create(assembly, selection, session.Schema)
            .AddGenerator(assembly.Generator)
            .AddSingleton(session)
            .AddSingleton(history)
            .AddScoped<MigrationProcessor>()
            .AddScoped(provider => ActivatorUtilities.CreateInstance<RenderingProcessor>(provider, new NoConnectionString()))
            .AddScoped<IMigrationProcessor>(provider => provider.GetRequiredService<MigrationProcessor>())
            .AddScoped<IProcessorAccessor, ProcessorAccessor>()
            .AddScoped<IConnectionStringAccessor, SessionConnectionString>()
            .AddScoped<IVersionTableMetaData>(_ => new LocatedVersionTable(table))
            .AddScoped<IVersionLoader, VersionRecorder>()
            .AddScoped<IMigrationExpressionValidator, CountingValidator>()
            .AddScoped<IProfileLoader, NoProfiles>()
            .AddScoped<IMigrationRunner, MigrationRunner>());
        _runner = (MigrationRunner)_container.Get<IMigrationRunner>();
        _renderer = new MigrationRenderer(_container.Services, assembly);
        _processor = _container.Get<MigrationProcessor>();
        _locator = new StepLocator(_container.Services, assembly, session.Schema);
        _session = session;
        _instances = (MigrationInstances)_container.Get<IFilteringMigrationSource>();
        _conventions = _container.Get<IMigrationRunnerConventions>();
        _types = CatalogReader.ReadChosen(assembly, selection).ToDictionary(one => one.Descriptor.Version, one => one.Type);
        _profile = selection.Profile;
        _assembly = assembly;
        _current = _container.Get<CurrentMigration>();
    }

    /// <summary>The chosen profile.</summary>
    /// <exception cref="NotCreatedException">One of its classes cannot be made.</exception>
    public IReadOnlyList<Extra> Profiles => _profiles ??= [.. _container.Get<IProfileSource>().GetProfiles(_profile)
        .Select(profile => NewExtra(MigrationDescriptor.Extra(WorkKind.Profile, profile.GetType().Name, transactional: true,
            _assembly.LabelOf(profile.GetType())), profile, () => _runner.Up(profile)))];

    /// <summary>Applies a migration, and records it.</summary>
    public void Apply(MigrationDescriptor migration)
    {
        var info = Info(migration.Version);
        Begin(info.Migration);
        _runner.ApplyMigrationUp(info, migration.Transactional);
    }

    /// <summary>Reverts a migration, and removes its record.</summary>
    public void Revert(MigrationDescriptor migration)
    {
        var info = Info(migration.Version);
        Begin(info.Migration);
        _runner.ApplyMigrationDown(info, migration.Transactional);
    }

    /// <summary>Where a migration's source asks for what failed; null without debug symbols.</summary>
    public SourceLocation? Locate(MigrationDescriptor migration, Direction direction, StepFailure failure) =>
        _migrations.TryGetValue(migration.Version, out var info)
            ? _locator.Find(info.Migration, direction, failure, _processor.Answers) : null;

    /// <summary>The maintenance of a stage.</summary>
    public IEnumerable<Extra> Maintenance(MigrationStage stage) => _runner.MaintenanceLoader.LoadMaintenance(stage).Select(info =>
    {
        var transactional = info.TransactionBehavior == TransactionBehavior.Default;
        return NewExtra(MigrationDescriptor.Extra(WorkKind.Maintenance, info.Migration.GetType().Name, transactional,
                _assembly.LabelOf(info.Migration.GetType())),
            info.Migration, () => _runner.ApplyMigrationUp(info, transactional));
    });

    /// <summary>The checksum of what a migration's up would send; null where that cannot be known without running it.</summary>
    public string? Checksum(long version) => Rendered(version).Checksum;

    /// <summary>Whether a migration's up is known to send nothing at all.</summary>
    public bool SendsNothing(long version) => Rendered(version).SendsNothing;

    /// <summary>
    /// Why a piece of a plan can never run; null if nothing is known against any. Each is built and rendered, as far as it can be
    /// before those that come before it, and nothing is executed.
    /// </summary>
    /// <exception cref="ConfigurationException">A service that one of them asks for is missing, or failed.</exception>
    public StepProblem? Problem(Plan plan) => WorkItem.Of(plan).SelectMany(item => item.Kind switch
    {
        WorkKind.Migration when plan.Direction == Direction.Down => [Down(item.Migration!)],
        WorkKind.Migration => [Rendered(item.Migration!.Version).Problem],
        WorkKind.Maintenance => [MaintenanceProblem(item.Stage!.Value)],
        _ => Needed(() => Profiles)?.Select(Problem) ?? [],
    }).FirstOrDefault(problem => problem is not null);

    private void Begin(IMigration migration)
    {
        _processor.Answers.Clear();
        _current.Type = migration.GetType();
    }

    private Extra NewExtra(MigrationDescriptor work, IMigration migration, Action run) => new(work, migration,
        () =>
        {
            Begin(migration);
            run();
        },
        failure => _locator.Find(migration, Direction.Up, failure, _processor.Answers));

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    // Made when it is needed, and not before: what another one lacks is none of its business.
    private IMigrationInfo Info(long version)
    {
        if (!_migrations.TryGetValue(version, out var info))
            _migrations[version] = info = _conventions.GetMigrationInfoForMigration(_instances.Get(_types[version]));

        return info;
    }

    // FluentMigrator's makes them with the runner, needed or not.
    private sealed class NoProfiles : IProfileLoader
    {
        public void ApplyProfiles(IMigrationRunner runner) => throw new NotSupportedException("Profiles are steps of the run.");
    }

    // Asked before the run and again at the step; to ask is to call the migration's Up.
    private Known Rendered(long version)
    {
        if (!_rendered.TryGetValue(version, out var known))
        {
            if (Needed(() => Info(version)) is not { } info)
                return new(null, null, SendsNothing: false);

            using var _ = QuietLoggers.Pause();
            var rendered = _renderer.Up(info.Migration);
            var migration = new MigrationDescriptor(version, info.Migration.GetType().Name,
                info.TransactionBehavior == TransactionBehavior.Default, info.IsBreakingChange)
            { Assembly = _assembly.LabelOf(info.Migration.GetType()) };
            _rendered[version] = known = new(rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null,
                StepProblem.Of(migration, rendered, Direction.Up), rendered.SendsNothing);
        }

        return known;
    }

    private StepProblem? Down(MigrationDescriptor migration)
    {
        if (Needed(() => Info(migration.Version)) is not { } info)
            return null;

        using var _ = QuietLoggers.Pause();
        return StepProblem.Of(migration, _renderer.Down(info.Migration, _processor, _session.ConnectionString), Direction.Down);
    }

    // The same around every step.
    private StepProblem? MaintenanceProblem(MigrationStage stage)
    {
        if (!_maintenance.TryGetValue(stage, out var known))
            _maintenance[stage] = known = Needed(() => Maintenance(stage).ToArray())?.Select(Problem)
                .FirstOrDefault(problem => problem is not null);

        return known;
    }

    private StepProblem? Problem(Extra extra)
    {
        using var _ = QuietLoggers.Pause();
        return StepProblem.Of(extra.Work, _renderer.Up(extra.Migration), Direction.Up);
    }

    // Null where its own constructor fails: with what the steps before it do it may do well, and else its own step fails.
    private static T? Needed<T>(Func<T> create)
        where T : class
    {
        try
        {
            return create();
        }
        catch (NotCreatedException exception)
        {
            return exception.Fault == CreationFault.Constructor ? null
                : throw new ConfigurationException(exception.Message, exception);
        }
    }

    // What is kept of a rendered migration: its SQL may be rows without end.
    private sealed record Known(string? Checksum, StepProblem? Problem, bool SendsNothing);
}
