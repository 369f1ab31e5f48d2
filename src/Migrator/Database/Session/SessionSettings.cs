using System.Globalization;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// The session that every migration gets: all settings that decide what its text does, set whatever the connection, the role, the
/// database or a migration before it said, and read back, since a pooler or a fork may swallow a SET.
/// </summary>
/// <remarks>The list: <see cref="SessionValues"/>.</remarks>
internal sealed class SessionSettings
{
    // Work on rows that is given up has to be done again, and waiting for a row holds up nobody else at the table.
    private const int RowPatience = 10;

    // The server's half of noticing a dead peer: after 30 s of silence it asks every 10 s, and gives up after three times, as
    // after 60 s without an answer to what it sent. They do nothing on a local socket, and cannot be read back there.
    private const string KeepAlives =
        "pg_catalog.set_config('tcp_keepalives_idle', '30', false), pg_catalog.set_config('tcp_keepalives_interval', '10', false), "
        + "pg_catalog.set_config('tcp_keepalives_count', '3', false), pg_catalog.set_config('tcp_user_timeout', '60000', false)";

    /// <summary>
    /// Drops a session's own objects: another migration may want to use a name, and finds it taken, or the wrong thing under it.
    /// </summary>
    public const string ForgetObjects = "CLOSE ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES";

    private const string ReadOnlySource =
        $"""
        SELECT CASE WHEN pg_catalog.current_setting('{ReadOnlyDefault.Setting}') = 'on'
            THEN (SELECT source FROM pg_catalog.pg_settings WHERE name = '{ReadOnlyDefault.Setting}') END
        """;

    private readonly List<SessionValue> _values;
    private readonly List<SessionValue> _ofSuperusers;
    private readonly string _sql;
    private readonly string[] _forget;
    private readonly string[] _takeRole;

    /// <param name="options">Schema, role and timeouts.</param>
    /// <param name="server">The server's version, by which it knows a setting or not.</param>
    /// <param name="applicationName">Whose session it is, to others.</param>
    public SessionSettings(DatabaseOptions options, Version server, string applicationName)
    {
        _values = SessionValues.Of(options, server, applicationName);
        _ofSuperusers = SessionValues.OfSuperusers(server);
        Schema = options.Schema;
        var schema = Identifier.Quote(options.Schema);
        // public stays behind the schema, since extensions live there; but while the schema is missing nothing may land in
        // public by mistake.
        var searchPath = options.Schema == "public"
            ? "'\"public\"'"
            : $"CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '{options.Schema}') THEN '{schema}, "
                + $"public' ELSE '{schema}' END";
        SearchPathSql = $"pg_catalog.set_config('search_path', {searchPath}, false)";
        _sql = $"SELECT {KeepAlives}, " + string.Join(", ", [
            .. _values.Select(Set), .. _ofSuperusers.Select(SetIfNot), SearchPathSql,
        ]);
        string[] own = ["RESET SESSION AUTHORIZATION", "RESET ROLE"];
        string[] role = options.Role is { } owner ? [$"SET ROLE {Identifier.Quote(owner)}"] : [];
        OwnRole = options.Role ?? "none";
        // The login role's rights come first: it may have to set what a role's default says otherwise.
        RestoreSql = string.Join("; ", [.. own, _sql, .. role]);
        _forget = [.. own, ForgetObjects, "RESET ALL"];
        _takeRole = role;
        RecordingSql = [.. own, .. role, $"SELECT {Set(_values[0])}"];
        LockTimeoutSql = $"SET lock_timeout = {SessionValues.Milliseconds(options.LockTimeout)}";
        LocalLockTimeoutSql = $"SET LOCAL lock_timeout = {SessionValues.Milliseconds(options.LockTimeout)}";
        LocalRowLockTimeoutSql = $"SET LOCAL lock_timeout = {SessionValues.Milliseconds(options.LockTimeout * RowPatience)}";
    }

    /// <summary>The schema of unqualified names.</summary>
    public string Schema { get; }

    /// <summary>The statement that sets everything.</summary>
    public string ApplySql => _sql;

    /// <summary>The statements that set everything again, the role included; other settings stay as they are.</summary>
    public string RestoreSql { get; }

    /// <summary>What a record needs to be written as ours, in the transaction of a migration that may have taken another
    /// role.</summary>
    public IReadOnlyList<string> RecordingSql { get; }

    /// <summary>The role of the run, as the setting <c>role</c> says it.</summary>
    public string OwnRole { get; }

    /// <summary>The call that sets the search path.</summary>
    public string SearchPathSql { get; }

    /// <summary>What is set, and to what: as the server takes them.</summary>
    public IEnumerable<(string Name, string Value)> Values =>
        _values.Concat(_ofSuperusers).Select(setting => (setting.Name, setting.Value));

    /// <summary>The statement that puts the lock timeout back after it was lifted.</summary>
    public string LockTimeoutSql { get; }

    /// <summary>The same until the transaction ends.</summary>
    public string LocalLockTimeoutSql { get; }

    /// <summary>The longer lock timeout of statements that only read and change rows, until the transaction ends.</summary>
    public string LocalRowLockTimeoutSql { get; }

    /// <summary>The same behind a migration: whatever it set or made for its session is gone with it.</summary>
    /// <param name="kept">What is set for all of the run, as far as it is none of ours.</param>
    public string ForgetSql(IEnumerable<string> kept) => string.Join("; ", [.. _forget, .. kept, _sql, .. _takeRole]);

    /// <summary>Sets, and reads back in a query of its own.</summary>
    /// <exception cref="RefusedException">The server did not keep a setting, or somebody set that nothing is written
    /// here.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, DatabaseIdentity database, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadOnlySource));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_sql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT "
            + string.Join(", ", _values.Select(setting => $"pg_catalog.current_setting('{setting.Name}')"))));
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!reader.IsDBNull(0))
                throw new RefusedException(ReadOnlyDefault.Refusal(database, reader.GetString(0)));

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            Verify(reader);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RefusedException(new(RefusalReason.UnsuitableServer,
                $"A setting that decides what migrations do is another one here, and {database.User} may not set it back: "
                + $"{exception.MessageText}.",
                $"Take it from the role and the database: ALTER ROLE \"{database.User}\" RESET ...; ALTER DATABASE "
                + $"\"{database.Name}\" RESET ..."));
        }
    }

    private void Verify(NpgsqlDataReader reader)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            var (name, wanted) = _values[i];
            var actual = reader.GetString(i);
            if (!Same(actual, wanted))
                throw new RefusedException(new(RefusalReason.UnsuitableServer,
                    $"The server did not keep the setting {name}: asked for {wanted}, it says {actual}.",
                    "Connect to PostgreSQL directly, not through a pooler that filters settings."));
        }
    }

    private static string Set(SessionValue setting) =>
        $"pg_catalog.set_config('{setting.Name}', '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}', false)";

    // Few roles may set it, and it is mostly as it should be.
    private static string SetIfNot(SessionValue setting) =>
        $"CASE WHEN pg_catalog.current_setting('{setting.Name}') <> '{setting.Value}' THEN {Set(setting)} END";

    // The server shows 5000 as 5s and 300000 as 5min.
    private static bool Same(string actual, string wanted) =>
        actual == wanted || Parse(actual) is { } left && left == Parse(wanted);

    private static long? Parse(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        long? factor = text[digits..] switch
        { "" or "ms" => 1, "s" => 1000, "min" => 60_000, "h" => 3_600_000, "d" => 86_400_000, _ => null };
        return digits > 0 && factor is { } unit ? long.Parse(text[..digits], CultureInfo.InvariantCulture) * unit : null;
    }
}
