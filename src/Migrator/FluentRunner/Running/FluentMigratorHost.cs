using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.VersionTableInfo;
using FluentMigrator.Validation;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Catalog.Manifest;
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
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;
    private readonly MigrationRunner _runner;
    private readonly MigrationRenderer _renderer;
    private readonly MigrationProcessor _processor;
    private readonly StepLocator _locator;
    private readonly SortedList<long, IMigrationInfo> _migrations;
    private readonly StepSession _session;
    private readonly Dictionary<long, Known> _rendered = [];

    /// <param name="assembly">The migrations.</param>
    /// <param name="selection">Tags and profile.</param>
    /// <param name="session">Where their statements go.</param>
    /// <param name="table">The version table.</param>
    /// <param name="history">What is applied.</param>
    public FluentMigratorHost(
        MigrationAssembly assembly, MigrationSelection selection, StepSession session, VersionTable table, SchemaHistory history)
    {
        _services = FluentMigratorServices.Create(assembly, selection, session.Schema)
            .AddGenerator()
            .AddSingleton(session)
            .AddSingleton(history)
            .AddScoped<MigrationProcessor>()
            .AddScoped(provider => ActivatorUtilities.CreateInstance<RenderingProcessor>(provider, new NoConnectionString()))
            .AddScoped<IProcessorAccessor, ProcessorAccessor>()
            .AddScoped<IConnectionStringAccessor, SessionConnectionString>()
            .AddScoped<IVersionTableMetaData>(_ => new LocatedVersionTable(table))
            .AddScoped<IVersionLoader, VersionRecorder>()
            .AddScoped<IMigrationExpressionValidator, CountingValidator>()
            .BuildServiceProvider();
        _scope = _services.CreateScope();
        _runner = (MigrationRunner)_scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        _renderer = new MigrationRenderer(_scope.ServiceProvider, assembly);
        _processor = _scope.ServiceProvider.GetRequiredService<MigrationProcessor>();
        _locator = new StepLocator(_scope.ServiceProvider, assembly, session.Schema);
        _session = session;
        _migrations = _runner.MigrationLoader.LoadMigrations();
        Profiles = [.. _scope.ServiceProvider.GetRequiredService<IProfileSource>().GetProfiles(selection.Profile)
            .Select(profile =>
            NewExtra(MigrationDescriptor.Extra(WorkKind.Profile, profile.GetType().Name, transactional: true), profile,
                () => _runner.Up(profile)))];
    }

    /// <summary>The chosen profile.</summary>
    public IReadOnlyList<Extra> Profiles { get; }

    /// <summary>Applies a migration, and records it.</summary>
    public void Apply(MigrationDescriptor migration)
    {
        _processor.Answers.Clear();
        _runner.ApplyMigrationUp(_migrations[migration.Version], migration.Transactional);
    }

    /// <summary>Reverts a migration, and removes its record.</summary>
    public void Revert(MigrationDescriptor migration)
    {
        _processor.Answers.Clear();
        _runner.ApplyMigrationDown(_migrations[migration.Version], migration.Transactional);
    }

    /// <summary>Where a migration's source asks for what failed; null without debug symbols.</summary>
    public SourceLocation? Locate(MigrationDescriptor migration, Direction direction, StepFailure failure) =>
        _locator.Find(_migrations[migration.Version].Migration, direction, failure, _processor.Answers);

    /// <summary>The maintenance of a stage.</summary>
    public IEnumerable<Extra> Maintenance(MigrationStage stage) => _runner.MaintenanceLoader.LoadMaintenance(stage).Select(info =>
    {
        var transactional = info.TransactionBehavior == TransactionBehavior.Default;
        return NewExtra(MigrationDescriptor.Extra(WorkKind.Maintenance, info.Migration.GetType().Name, transactional),
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
    public StepProblem? Problem(Plan plan) => WorkItem.Of(plan).SelectMany(item => item.Kind switch
    {
        WorkKind.Migration when plan.Direction == Direction.Down => [Down(item.Migration!)],
        WorkKind.Migration => [Rendered(item.Migration!.Version).Problem],
        WorkKind.Maintenance => Maintenance(item.Stage!.Value).Select(Problem),
        _ => Profiles.Select(Problem),
    }).FirstOrDefault(problem => problem is not null);

    private Extra NewExtra(MigrationDescriptor work, IMigration migration, Action run) => new(work, migration,
        () =>
        {
            _processor.Answers.Clear();
            run();
        },
        failure => _locator.Find(migration, Direction.Up, failure, _processor.Answers));

    public async ValueTask DisposeAsync()
    {
        _scope.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    // Asked before the run and again at the step; to ask is to call the migration's Up.
    private Known Rendered(long version)
    {
        if (!_rendered.TryGetValue(version, out var known))
        {
            var info = _migrations[version];
            var rendered = _renderer.Up(info.Migration);
            var migration = new MigrationDescriptor(version, info.Migration.GetType().Name,
                info.TransactionBehavior == TransactionBehavior.Default, info.IsBreakingChange);
            _rendered[version] = known = new(rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null,
                StepProblem.Of(migration, rendered, Direction.Up), rendered.SendsNothing);
        }

        return known;
    }

    private StepProblem? Down(MigrationDescriptor migration) => StepProblem.Of(migration,
        _renderer.Down(_migrations[migration.Version].Migration, _scope.ServiceProvider.GetRequiredService<MigrationProcessor>(),
            _session.ConnectionString),
        Direction.Down);

    private StepProblem? Problem(Extra extra) => StepProblem.Of(extra.Work, _renderer.Up(extra.Migration), Direction.Up);

    // What is kept of a rendered migration: its SQL may be rows without end.
    private sealed record Known(string? Checksum, StepProblem? Problem, bool SendsNothing);
}
