using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Scripting;

/// <summary>The session of a script: its settings, as a run would have them, and how they come back after a migration that
/// changed them.</summary>
internal sealed class ScriptSession(DatabaseOptions database, string run)
{
    // The server's own half of noticing that the client is gone; not every system has it.
    private const string NotForPsql = "client_connection_check_interval";

    // Later servers know more of them; a script does not know which one it will meet.
    private static readonly Version Newest = new(99, 0);

    public SessionSettings Settings { get; } = new(database, Newest);

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
        $"SET application_name = 'migrator-script {run}';"
            + (database.Role is { } role ? $"\nSET ROLE {Identifier.Quote(role)};" : "");

    /// <summary>Sets all settings that the server knows.</summary>
    public string Set =>
        $"""
        DO $migrator$
        BEGIN
          PERFORM pg_catalog.set_config(s.name, s.value, false) FROM (VALUES
            {string.Join(", ", Settings.Values.Where(setting => setting.Name != NotForPsql).Select(setting => $"('{setting.Name}', '{setting.Value}')"))}
          ) AS s (name, value) WHERE s.name IN (SELECT name FROM pg_catalog.pg_settings);
          PERFORM {Settings.SearchPathSql};
        END
        $migrator$;
        """;

    /// <summary>Sets them again after statements that may have changed them; null if none may.</summary>
    public string? After(IReadOnlyList<string> statements) =>
        !statements.Any(sql => StatementText.Read(sql).MayChangeSession) ? null
        : statements.Any(StatementText.MayChangeRole)
            ? $"RESET SESSION AUTHORIZATION;\n{(database.Role is { } role ? $"SET ROLE {Identifier.Quote(role)}" : "RESET ROLE")};\n{Set}" : Set;
}
