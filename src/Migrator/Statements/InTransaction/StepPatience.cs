using Migrator.Database.Session;
using Migrator.Sql.Texts;

namespace Migrator.Statements.InTransaction;

/// <summary>
/// How long the statements of a transaction may wait for locks. While a migration has only read and changed rows, nobody waits
/// for a table of its: it may wait longer itself, since what it did so far would have to be done again. The first statement that
/// may lock a table ends that.
/// </summary>
internal sealed class StepPatience(SessionSettings settings)
{
    private bool _waitsForRows;
    private bool _locksStrongly;

    /// <summary>What has to be sent before a statement; null if the setting is right as it is.</summary>
    public string? Before(StatementText text)
    {
        if (!text.MayLockStrongly)
        {
            if (_locksStrongly || _waitsForRows)
                return null;

            _waitsForRows = true;
            return settings.LocalRowLockTimeoutSql;
        }

        _locksStrongly = true;
        if (!_waitsForRows)
            return null;

        _waitsForRows = false;
        return settings.LocalLockTimeoutSql;
    }
}
