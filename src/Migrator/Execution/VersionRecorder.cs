using FluentMigrator.Runner;
using FluentMigrator.Runner.Versioning;
using FluentMigrator.Runner.VersionTableInfo;
using Migrator.Database;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Execution;

/// <summary>
/// FluentMigrator's version loader, replaced: what is applied was read once, under the lock; a version is recorded together
/// with its journal entry, and only while this session holds the lock.
/// </summary>
internal sealed class VersionRecorder : IVersionLoader
{
    private readonly MigrationProcessor _processor;
    private readonly VersionTable _table;
    private readonly Journal _journal;
    private readonly DeployLock _deployLock;

    public VersionRecorder(
        MigrationProcessor processor, VersionTable table, Journal journal, DeployLock deployLock, SchemaHistory history,
        IVersionTableMetaData metaData, IMigrationRunner runner)
    {
        _processor = processor;
        _table = table;
        _journal = journal;
        _deployLock = deployLock;
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

    public void UpdateVersionInfo(long version, string? description)
    {
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO {_table.QuotedName} ({Identifier.Quote(_table.VersionColumn)}, {Identifier.Quote(_table.AppliedOnColumn)}, {Identifier.Quote(_table.DescriptionColumn)})
            SELECT $1, now() AT TIME ZONE 'UTC', left($2, 1024) WHERE {_deployLock.HeldSql}
            """);
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = description ?? "" });
        Record(insert);
        VersionInfo.AddAppliedMigration(version);
    }

    public void DeleteVersion(long version)
    {
        var delete = new NpgsqlBatchCommand(
            $"DELETE FROM {_table.QuotedName} WHERE {Identifier.Quote(_table.VersionColumn)} = $1 AND {_deployLock.HeldSql}");
        delete.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        Record(delete);
    }

    private void Record(NpgsqlBatchCommand change)
    {
        if (_processor.Step is not { Entry: { } migration } step)
            throw new InvalidOperationException("A version is recorded outside a step.");

        // Outside a transaction the batch is one by itself: version and entry change together or not at all.
        var entry = step.BegunId is { } id
            ? _journal.End(id, "done", step.Elapsed, _deployLock.HeldSql)
            : _journal.Ended(migration, "done", step.Elapsed, _deployLock.HeldSql);
        if (_processor.Record(change, entry) == 0)
            throw new DeployLockLostException("This session no longer holds the deploy lock (or the version was recorded by somebody else).");

        step.Recorded = true;
    }
}
