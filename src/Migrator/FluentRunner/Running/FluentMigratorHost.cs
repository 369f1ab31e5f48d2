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
internal sealed class FluentMigratorHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;
    private readonly MigrationRunner _runner;
    private readonly MigrationRenderer _renderer;
    private readonly SortedList<long, IMigrationInfo> _migrations;
    private readonly Dictionary<long, string?> _checksums = [];

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
            .AddScoped<IProcessorAccessor, ProcessorAccessor>()
            .AddScoped<IConnectionStringAccessor, SessionConnectionString>()
            .AddScoped<IVersionTableMetaData>(_ => new LocatedVersionTable(table))
            .AddScoped<IVersionLoader, VersionRecorder>()
            .AddScoped<IMigrationExpressionValidator, CountingValidator>()
            .BuildServiceProvider();
        _scope = _services.CreateScope();
        _runner = (MigrationRunner)_scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        _renderer = new MigrationRenderer(_scope.ServiceProvider, assembly, validates: false);
        _migrations = _runner.MigrationLoader.LoadMigrations();
        Profiles = [.. _scope.ServiceProvider.GetRequiredService<IProfileSource>().GetProfiles(selection.Profile)
            .Select(profile =>
            new Extra(MigrationDescriptor.Extra(WorkKind.Profile, profile.GetType().Name, transactional: true),
                () => _runner.Up(profile)))];
    }

    /// <summary>The chosen profile.</summary>
    public IReadOnlyList<Extra> Profiles { get; }

    /// <summary>Applies a migration, and records it.</summary>
    public void Apply(MigrationDescriptor migration) =>
        _runner.ApplyMigrationUp(_migrations[migration.Version], migration.Transactional);

    /// <summary>Reverts a migration, and removes its record.</summary>
    public void Revert(MigrationDescriptor migration) =>
        _runner.ApplyMigrationDown(_migrations[migration.Version], migration.Transactional);

    /// <summary>The maintenance of a stage.</summary>
    public IEnumerable<Extra> Maintenance(MigrationStage stage) => _runner.MaintenanceLoader.LoadMaintenance(stage).Select(info =>
    {
        var transactional = info.TransactionBehavior == TransactionBehavior.Default;
        return new Extra(MigrationDescriptor.Extra(WorkKind.Maintenance, info.Migration.GetType().Name, transactional),
            () => _runner.ApplyMigrationUp(info, transactional));
    });

    /// <summary>The checksum of what a migration's up would send; null where that cannot be known without running it.</summary>
    public string? Checksum(long version)
    {
        // Asked before the run and again at the step; to ask is to call the migration's Up.
        if (!_checksums.TryGetValue(version, out var checksum))
        {
            var rendered = _renderer.Up(_migrations[version].Migration);
            _checksums[version] = checksum = rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null;
        }

        return checksum;
    }

    /// <summary>Reads the scripts of a plan's steps, as far as they are known: what is wrong with one is told before the first
    /// is run.</summary>
    /// <exception cref="ConfigurationException">A script is no text.</exception>
    public void VerifyScripts(Plan plan)
    {
        foreach (var step in plan.Steps)
        {
            if (plan.Direction == Direction.Up)
                Checksum(step.Version);
            else
                _renderer.Down(_migrations[step.Version].Migration);
        }
    }

    /// <summary>
    /// Why a migration cannot be reverted; null if it can. FluentMigrator tells only when its Down is built, so it is built, and
    /// not executed.
    /// </summary>
    public string? Irreversible(MigrationDescriptor migration)
    {
        try
        {
            _migrations[migration.Version]
                .Migration.GetDownExpressions(_scope.ServiceProvider.GetRequiredService<IMigrationContext>());
            return null;
        }
        catch (Exception exception)
        {
            return Reversibility.ReasonOf(exception) ?? exception.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _scope.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }
}
