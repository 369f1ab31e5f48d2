using FluentMigrator.Runner;
using FluentMigrator.Runner.Versioning;
using FluentMigrator.Runner.VersionTableInfo;
using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.SchemaCheck;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.FluentRunner.Running;

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

    // VersionInfo stays as it was read: whether a step was committed is not known yet, and a second attempt at it must not be taken for
    // one that is done.
    public void UpdateVersionInfo(long version, string? description) =>
        Record(
            first => $"""
                INSERT INTO {_table.QuotedName} ({Identifier.Quote(_table.VersionColumn)}, {Identifier.Quote(_table.AppliedOnColumn)}, {Identifier.Quote(_table.DescriptionColumn)})
                SELECT ${first}, now() AT TIME ZONE 'UTC', left(${first + 1}, 1024)
                """,
            new NpgsqlParameter<long> { TypedValue = version }, new NpgsqlParameter<string> { TypedValue = description ?? "" });

    public void DeleteVersion(long version) =>
        Record(
            first => $"DELETE FROM {_table.QuotedName} WHERE {Identifier.Quote(_table.VersionColumn)} = ${first}",
            new NpgsqlParameter<long> { TypedValue = version });

    // One statement: version and journal entry change together or not at all, inside a transaction and outside, and only while
    // this session holds the lock.
    private void Record(Func<int, string> change, params NpgsqlParameter[] parameters)
    {
        if (_processor.Step is not { Entry: { } migration } step)
            throw new InvalidOperationException("A version is recorded outside a step.");

        step.Ledger?.End();
        var entry = step.BegunId is { } id
            ? _journal.End(id, "done", step.Elapsed, withVersion: true)
            : _journal.Ended(migration, "done", step.Elapsed, withVersion: true);
        var sql = change(entry.Parameters.Count + 1);
        entry.CommandText = $"""
            WITH version AS ({sql} {(sql.StartsWith("DELETE", StringComparison.Ordinal) ? "AND" : "WHERE")} {HeldSql} RETURNING 1)
            {entry.CommandText}
            """;
        entry.Parameters.AddRange(parameters);
        if (_processor.Record(entry) is { } rows)
        {
            if (rows == 0)
                throw DeployLockLostException.NotRecorded();
            step.Recorded = true;
        }

        _processor.LockMayBeGone = false;
    }

    // A session keeps its locks until it ends or is told to give them up: without a statement that may have told it so, the same
    // server process is proof enough, at a fraction of the cost.
    private string HeldSql => _processor.LockMayBeGone ? _deployLock.HeldSql : $"pg_catalog.pg_backend_pid() = {_processor.BackendPid}";
}
