using Migrator.Database.Session;
using Migrator.Sql.Texts;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>
/// Keeps the session the same for each migration: what one set, or made for its session, is taken back before the next begins.
/// </summary>
internal sealed class SessionUpkeep(SqlSender sender, SessionSettings settings)
{
    private readonly List<string> _ofMaintenance = [];
    private bool _hasMigrated;
    private bool _behindMigration;

    /// <summary>Whether something may have changed the session's settings or role since they were set.</summary>
    public bool MayHaveChanged { get; set; }

    /// <summary>A step begins: in a session as all have it.</summary>
    /// <returns>Whether the session was told to forget.</returns>
    public bool Enter(bool isMigration)
    {
        if (!MayHaveChanged)
        {
            _behindMigration = isMigration;
            return false;
        }

        var forgets = _behindMigration;
        sender.Execute(forgets ? settings.ForgetSql(_ofMaintenance) : settings.RestoreSql);
        (MayHaveChanged, _behindMigration) = (false, isMigration);
        return forgets;
    }

    /// <summary>Takes note of a text that is sent now.</summary>
    public void See(string sql, StatementText text, bool isMigration)
    {
        MayHaveChanged |= text.MayChangeSession;
        _hasMigrated |= isMigration;
        // What maintenance sets before the first migration is meant for all of the run, and is the same in each.
        if (!_hasMigrated && text.IsPlainSetting)
            _ofMaintenance.Add(sql.TrimEnd().TrimEnd(';'));
    }

    /// <summary>Sets everything again, where it may have changed: what follows is ours.</summary>
    public void Restore()
    {
        if (MayHaveChanged)
            sender.Execute(settings.RestoreSql);
    }

    /// <summary>What lets a record be written as ours in the transaction of a migration.</summary>
    public NpgsqlBatchCommand[] ForRecord() =>
        MayHaveChanged ? [.. settings.RecordingSql.Select(sql => new NpgsqlBatchCommand(sql))] : [];

    /// <summary>A record between two statements outside a transaction, with what lets it be written as ours: the role that the
    /// migration took holds again behind it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="inOwnTransaction">Whether the migration has a transaction of its own open, which goes on behind it.</param>
    public NpgsqlBatchCommand[] BetweenStatements(NpgsqlBatchCommand record, bool inOwnTransaction)
    {
        if (!MayHaveChanged)
            return [record];

        var own = new NpgsqlBatchCommand($"SELECT pg_catalog.set_config('role', '{settings.OwnRole}', true)");
        return !inOwnTransaction ? [own, record] :
        [
            new("SELECT pg_catalog.set_config('migrator.role', pg_catalog.current_setting('role'), true)"), own, record,
            new("SELECT pg_catalog.set_config('role', pg_catalog.current_setting('migrator.role'), true)"),
        ];
    }
}
