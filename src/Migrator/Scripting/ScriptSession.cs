using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Sql.Texts;

namespace Migrator.Scripting;

/// <summary>The session of a script: its settings, as a run would have them, and how they come back after a migration that
/// changed them.</summary>
internal sealed class ScriptSession(DatabaseOptions database, string run)
{
    // The server's own half of noticing that the client is gone; not every system has it.
    private const string NotForPsql = "client_connection_check_interval";

    // Later servers know more of them; a script does not know which one it will meet.
    private static readonly Version Newest = new(99, 0);

    public SessionSettings Settings { get; } = new(database, Newest, $"migrator-script {run}");

    /// <summary>What psql itself has to be set to.</summary>
    public static string Client => """
        \set ON_ERROR_STOP on
        \set ON_ERROR_ROLLBACK off
        \set AUTOCOMMIT on
        \encoding UTF8
        """;

    /// <summary>Who it is, to those who wait for it. Not as a run is called: nobody ends it for showing no sign of
    /// life.</summary>
    public string Begin =>
        $"""
        SET application_name = 'migrator-script {run}';
        DO $migrator$
        BEGIN
          IF pg_catalog.current_setting('{ReadOnlyDefault.Setting}') = 'on' THEN
            RAISE EXCEPTION 'Nothing is to be written here: {ReadOnlyDefault.Setting} is on for this role, database or server.'
              USING HINT = 'Find out why (a database that moves, a full disk). For this script alone: PGOPTIONS="-c {ReadOnlyDefault.Setting}=off" psql ...';
          END IF;
        END
        $migrator$;
        """
            + (database.Role is { } role ? $"\nSET ROLE {Identifier.Quote(role)};" : "");

    /// <summary>Sets all settings that the server knows, where they are not so already: few roles may set some of
    /// them.</summary>
    public string Set =>
        $"""
        DO $migrator$
        BEGIN
          PERFORM pg_catalog.set_config(s.name, s.value, false) FROM (VALUES
            {string.Join(", ", Settings.Values.Where(setting => setting.Name != NotForPsql).Select(setting => $"('{setting.Name}', '{setting.Value}')"))}
          ) AS s (name, value) WHERE EXISTS (SELECT FROM pg_catalog.pg_settings p WHERE p.name = s.name AND p.setting <> s.value);
          PERFORM {Settings.SearchPathSql};
        END
        $migrator$;
        """;

    /// <summary>Takes back what statements may have set or made for their session; null if they may not.</summary>
    public string? After(IReadOnlyList<string> statements) =>
        !statements.Any(sql => StatementText.Read(sql).MayChangeSession) ? null
            : $"RESET SESSION AUTHORIZATION;\nRESET ROLE;\n{SessionSettings.ForgetObjects};\nRESET ALL;\n{Set}"
                + (database.Role is { } role ? $"\nSET ROLE {Identifier.Quote(role)};" : "");

    /// <summary>Lets a record be written as the script's own role; null where no statement may have taken another.</summary>
    public string? Recording(IReadOnlyList<string> statements) =>
        statements.Any(StatementText.MayChangeRole) ? string.Join('\n', Settings.RecordingSql.Select(sql => sql + ";")) : null;
}
