using Migrator.Database.Session;
using Migrator.FluentRunner.Rendering;
using Migrator.Sql;
using Migrator.Sql.Reading;
using Migrator.Sql.Texts;
using Migrator.Statements.InTransaction;
using Migrator.Statements.Sending;

namespace Migrator.Scripting;

/// <summary>The lines of one step: its statements, their transaction, and its records.</summary>
internal sealed class ScriptSteps(ScriptRecords records, ScriptSession session)
{
    private readonly SessionSettings _settings = session.Settings;

    /// <param name="step">The step.</param>
    /// <param name="skippable">Whether its lines stand between \if and \endif.</param>
    public IEnumerable<string> Lines(RenderedStep step, bool skippable) =>
        step.Migration.Transactional ? Transactional(step, skippable) : Standalone(step, skippable);

    private IEnumerable<string> Transactional(RenderedStep step, bool skippable)
    {
        yield return "BEGIN;";
        var patience = new StepPatience(_settings);
        foreach (var sql in step.Sql.Statements)
        {
            if (patience.Before(StatementText.Read(sql)) is { } set)
                yield return set + ";";
            yield return PsqlText.Statements(sql, skippable);
        }

        if (step.IsMigration)
        {
            if (session.Recording(step.Sql.Statements) is { } own)
                yield return own;
            yield return records.Version(step);
            yield return records.Done(step);
        }

        yield return "COMMIT;";
    }

    // As a run records it, statement by statement: status and up know from it where the script stopped, if it did.
    private IEnumerable<string> Standalone(RenderedStep step, bool skippable)
    {
        if (step.IsMigration)
            yield return records.Begun(step);

        var ledger = new StatementLedger();
        foreach (var sql in step.Sql.Statements)
        {
            ledger.Next(sql);
            foreach (var line in StatementText.Read(sql).MayLeaveTraces
                ? Alone(step, ledger, sql, skippable) : WithRecord(step, ledger, sql, skippable))
                yield return line;
            ledger.Finish();
        }

        if (!step.IsMigration)
            yield break;

        yield return "BEGIN;";
        if (session.Recording(step.Sql.Statements) is { } ours)
            yield return ours;
        yield return records.Version(step);
        yield return records.Ends();
        yield return "COMMIT;";
    }

    private IEnumerable<string> WithRecord(RenderedStep step, StatementLedger ledger, string sql, bool skippable)
    {
        if (!step.IsMigration)
            return StatementText.Read(sql).HasRows ? ["BEGIN;", PsqlText.Statements(sql, skippable), "COMMIT;"]
                : [PsqlText.OneMessage(sql)];

        return ["BEGIN;", PsqlText.Statements(sql, skippable),
            records.StatementDone(ledger.Finished.Done, ledger.Finished.Hash), "COMMIT;"];
    }

    private IEnumerable<string> Alone(RenderedStep step, StatementLedger ledger, string sql, bool skippable)
    {
        var (number, hash) = ledger.Finished;
        if (step.IsMigration)
            yield return records.StatementBegins(number, hash);
        // It blocks nobody meanwhile, and giving up leaves an INVALID index.
        var waits = StatementText.Read(sql).WaitsGently;
        if (waits)
            yield return "SET lock_timeout = 0;";
        yield return PsqlText.OneMessage(sql, skippable);
        if (waits)
            yield return _settings.LockTimeoutSql + ";";
        if (ConcurrentIndex.TryParse(sql) is { Creates: true, Name: { } name } index)
            yield return Valid(index.Target, name);
        if (step.IsMigration)
            yield return records.StatementDone(number, hash);
    }

    // IF NOT EXISTS takes an INVALID index for the real one.
    private static string Valid(string table, string name) =>
        $"""
        DO $migrator$
        BEGIN
          IF NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              WHERE i.indrelid = pg_catalog.to_regclass({SqlLiteral.Of(table)}) AND c.relname = {SqlLiteral.Of(name)} AND i.indisvalid AND i.indisready) THEN
            RAISE EXCEPTION 'There is no valid index % on %.', {SqlLiteral.Of(name)}, {SqlLiteral.Of(table)};
          END IF;
        END
        $migrator$;
        """;
}
