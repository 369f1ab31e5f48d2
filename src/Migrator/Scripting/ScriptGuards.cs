using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Scripting;

/// <summary>What a script makes sure of before it does anything: that it runs alone, and on a database that it is made
/// for.</summary>
internal sealed class ScriptGuards(ScriptContext context)
{
    private readonly long _key = DeployLockKey.Of(context.Table);

    /// <summary>Takes the lock that every run takes.</summary>
    public string Lock =>
        $"""
        DO $migrator$
        BEGIN
          IF NOT pg_catalog.pg_try_advisory_lock({_key}) THEN
            RAISE EXCEPTION 'The deploy lock is held by another run.' USING ERRCODE = 'lock_not_available', HINT = 'Let it end, and run this script again.';
          END IF;
        END
        $migrator$;
        """;

    public string Unlock => $"SELECT pg_catalog.pg_advisory_unlock({_key}) AS \"deploy lock released\";";

    /// <summary>Stops the script on a database that it is not made for.</summary>
    public string Verify =>
        $"""
        DO $migrator$
        DECLARE
          what text;
        BEGIN
          SELECT string_agg(version || ' ' || name, ', ' ORDER BY version) INTO what
            FROM ({JournalRules.Last(context.Table, "version, name, state")}) last
            WHERE {JournalRules.IsUnfinished()};
          IF what IS NOT NULL THEN
            RAISE EXCEPTION 'Stopped in the middle by an earlier run: %.', what
              USING HINT = 'dotnet migrator up goes on with it where it can; dotnet migrator resolve settles it by hand.';
          END IF;
        {string.Join('\n', context.IsUp ? Up() : Down())}
        END
        $migrator$;
        """;

    private IEnumerable<string> Up()
    {
        if (context.Plan.From is { } from)
            yield return $"""
                  IF NOT EXISTS (SELECT FROM {context.Table.QuotedName} WHERE {context.VersionColumn} = {from}) THEN
                    RAISE EXCEPTION 'This script is for a database at {from}, which is not applied here.'
                      USING HINT = 'Make one of more: dotnet migrator script with an older --from, or with none.';
                  END IF;
                """;
        if (!context.Options.Idempotent && context.Plan.Steps.Count > 0)
            yield return Found(
                $"{context.VersionColumn} IN ({Steps})", "Applied already: %.",
                "Make one that passes over them: dotnet migrator script --idempotent; or begins behind them: --from.");
    }

    private IEnumerable<string> Down()
    {
        if (context.Plan.Steps.Count == 0)
            yield break;

        yield return Found($"{(context.Plan.To is { } to ? $"{context.VersionColumn} > {to} AND " : "")}{context.VersionColumn} "
            + $"NOT IN ({Steps})",
            "This script would leave applied what is newer: %.",
            "Revert these first: with the build that has them, or with a newer --from.");
        if (!context.Options.Idempotent)
            yield return $"""
                  SELECT string_agg(listed::text, ', ' ORDER BY listed) INTO what FROM unnest(ARRAY[{Steps}]::bigint[]) listed
                    WHERE NOT EXISTS (SELECT FROM {context.Table.QuotedName} WHERE {context.VersionColumn} = listed);
                  IF what IS NOT NULL THEN
                    RAISE EXCEPTION 'Not applied: %.', what USING HINT = 'Make one that passes over them: dotnet migrator script --down --idempotent.';
                  END IF;
                """;
    }

    private string Steps => SqlLiteral.List(context.Plan.Steps.Select(step => step.Version));

    private string Found(string condition, string message, string hint) =>
        $"""
          SELECT string_agg({context.VersionColumn}::text, ', ' ORDER BY {context.VersionColumn}) INTO what FROM {context.Table.QuotedName} WHERE {condition};
          IF what IS NOT NULL THEN
            RAISE EXCEPTION '{message}', what USING HINT = '{hint}';
          END IF;
        """;
}
