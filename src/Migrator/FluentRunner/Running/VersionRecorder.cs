using FluentMigrator.Runner;
using FluentMigrator.Runner.Versioning;
using FluentMigrator.Runner.VersionTableInfo;
using Migrator.SchemaCheck;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's version loader, replaced: what is applied was read once, under the lock; a version is recorded together
/// with its journal entry, and only while this session holds the lock.
/// </summary>
internal sealed class VersionRecorder : IVersionLoader
{
    private readonly StepSession _session;

    public VersionRecorder(StepSession session, SchemaHistory history, IVersionTableMetaData metaData, IMigrationRunner runner)
    {
        _session = session;
        VersionTableMetaData = metaData;
        Runner = runner;
        foreach (var migration in history.Applied)
            VersionInfo.AddAppliedMigration(migration.Version);
    }

    public bool AlreadyCreatedVersionSchema => true;

    public bool AlreadyCreatedVersionTable => true;

    public IMigrationRunner Runner { get; set; }

    public IVersionInfo VersionInfo { get; set; } = new VersionInfo();

    public IVersionTableMetaData VersionTableMetaData { get; }

    public IVersionTableMetaData GetVersionTableMetaData() => VersionTableMetaData;

    public void LoadVersionInfo()
    {
    }

    public void RemoveVersionTable() => throw new NotSupportedException("The version table is never dropped.");

    public void UpdateVersionInfo(long version) => UpdateVersionInfo(version, null);

    // VersionInfo stays as it was read: whether a step was committed is not known yet, and a second attempt at it must not be
    // taken for one that is done.
    public void UpdateVersionInfo(long version, string? description) => _session.RecordApplied(description ?? "");

    public void DeleteVersion(long version) => _session.RecordReverted();
}
