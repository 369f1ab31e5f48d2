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
using Migrator.Statements.Retrying;
using Migrator.Statements.Sending;
using Migrator.Statements.Standalone;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's runner on our session: the one place where its parts and ours are put together. Built only when there is a
/// step to run.
/// </summary>
internal sealed class FluentMigratorHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;
    private readonly MigrationRenderer _renderer;
    private readonly Dictionary<long, string?> _checksums = [];

    public FluentMigratorHost(RunContext run, CancellationToken cancellationToken)
    {
        Live = new LiveStatement(run.ObserverConnection, run.Session.BackendPid, cancellationToken);
        Watch = new StatementWatch(run, Live);
        Retry = new LockRetry(run, Watch, Live, cancellationToken);
        _services = FluentMigratorServices.Create(run.Assembly, run.Selection, run.Database.Schema)
            .AddGenerator()
            .AddSingleton(run).AddSingleton(run.Session).AddSingleton(run.Locked.Settings).AddSingleton(run.Locked.Table).AddSingleton(run.Journal)
            .AddSingleton(run.DeployLock).AddSingleton(run.Locked.History).AddSingleton(new RunCancellation(cancellationToken))
            .AddSingleton(Live).AddSingleton(Retry).AddSingleton<SqlSender>().AddSingleton<StandaloneStatements>()
            .AddScoped<MigrationProcessor>()
            .AddScoped<IProcessorAccessor, ProcessorAccessor>()
            .AddScoped<IConnectionStringAccessor, SessionConnectionString>()
            .AddScoped<IVersionTableMetaData>(_ => new LocatedVersionTable(run.Locked.Table))
            .AddScoped<IVersionLoader, VersionRecorder>()
            .AddScoped<IMigrationExpressionValidator, CountingValidator>()
            .BuildServiceProvider();
        _scope = _services.CreateScope();
        Sender = _services.GetRequiredService<SqlSender>();
        Processor = _scope.ServiceProvider.GetRequiredService<MigrationProcessor>();
        Runner = (MigrationRunner)_scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        _renderer = new MigrationRenderer(_scope.ServiceProvider, run.Assembly, validates: false);
        Migrations = Runner.MigrationLoader.LoadMigrations();
        Profiles = [.. _scope.ServiceProvider.GetRequiredService<IProfileSource>().GetProfiles(run.Selection.Profile)];
    }

    public MigrationRunner Runner { get; }

    public MigrationProcessor Processor { get; }

    public SqlSender Sender { get; }

    public LiveStatement Live { get; }

    public StatementWatch Watch { get; }

    public LockRetry Retry { get; }

    public IReadOnlyDictionary<long, IMigrationInfo> Migrations { get; }

    /// <summary>The migrations of the chosen profile.</summary>
    public IReadOnlyList<IMigration> Profiles { get; }

    /// <summary>A context to build a migration's expressions in, without executing them.</summary>
    public IMigrationContext NewContext() => _scope.ServiceProvider.GetRequiredService<IMigrationContext>();

    /// <summary>The checksum of what a migration's up would send; null where that cannot be known without running it.</summary>
    public string? Checksum(long version)
    {
        // Asked before the run and again at the step; to ask is to call the migration's Up.
        if (!_checksums.TryGetValue(version, out var checksum))
        {
            var rendered = _renderer.Up(Migrations[version].Migration);
            _checksums[version] = checksum = rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null;
        }

        return checksum;
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync().ConfigureAwait(false);
        _scope.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
        Live.Dispose();
    }
}
