using System.Globalization;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// The settings that a run relies on: set on the session, whatever the role or database says, and read back, since a pooler or
/// a fork may swallow a SET.
/// </summary>
internal sealed class SessionSettings
{
    // Long enough not to matter, short enough that an orphan's work ends soon; measured: rolled back within 1.2 s.
    private const string ConnectionCheckInterval = "500ms";

    // Work on rows that is given up has to be done again, and waiting for a row holds up nobody else at the table.
    private const int RowPatience = 10;

    // The server's half of noticing a dead peer: after 30 s of silence it asks every 10 s, and gives up after three times, as
    // after 60 s without an answer to what it sent. They do nothing on a local socket, and cannot be read back there.
    private const string KeepAlives =
        "pg_catalog.set_config('tcp_keepalives_idle', '30', false), pg_catalog.set_config('tcp_keepalives_interval', '10', false), "
        + "pg_catalog.set_config('tcp_keepalives_count', '3', false), pg_catalog.set_config('tcp_user_timeout', '60000', false)";

    private readonly List<Setting> _values;
    private readonly string _sql;

    public SessionSettings(DatabaseOptions options, Version server)
    {
        _values =
        [
            new("TimeZone", "UTC"),
            new("statement_timeout", Milliseconds(options.StatementTimeout)),
            new("lock_timeout", Milliseconds(options.LockTimeout)),
            new("idle_in_transaction_session_timeout", "0"),
            new("standard_conforming_strings", "on"),
            // Whatever the role says: a warning is shown, a notice where it is asked for.
            new("client_min_messages", "notice"),
        ];
        if (server.Major >= 14)
        {
            _values.Add(new("idle_session_timeout", "0"));
            _values.Add(new("client_connection_check_interval", ConnectionCheckInterval));
        }

        if (server.Major >= 17)
            _values.Add(new("transaction_timeout", "0"));

        Schema = options.Schema;
        var schema = Identifier.Quote(options.Schema);
        // public stays behind the schema, since extensions live there; but while the schema is missing nothing may land in
        // public by mistake.
        var searchPath = options.Schema == "public"
            ? "'\"public\"'"
            : $"CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '{options.Schema}') THEN '{schema}, "
                + $"public' ELSE '{schema}' END";
        SearchPathSql = $"pg_catalog.set_config('search_path', {searchPath}, false)";
        _sql = $"SELECT {KeepAlives}, " + string.Join(", ",
            _values.Select(setting => $"pg_catalog.set_config('{setting.Name}', '{setting.Value}', false)")
                .Append(SearchPathSql));
        var role = options.Role is { } owner ? $"SET ROLE {Identifier.Quote(owner)}" : "RESET ROLE";
        RestoreSql = $"RESET SESSION AUTHORIZATION; {role}; {_sql}";
        LockTimeoutSql = $"SET lock_timeout = {Milliseconds(options.LockTimeout)}";
        LocalLockTimeoutSql = $"SET LOCAL lock_timeout = {Milliseconds(options.LockTimeout)}";
        LocalRowLockTimeoutSql = $"SET LOCAL lock_timeout = {Milliseconds(options.LockTimeout * RowPatience)}";
    }

    /// <summary>The schema of unqualified names.</summary>
    public string Schema { get; }

    /// <summary>The statement that sets everything.</summary>
    public string ApplySql => _sql;

    /// <summary>The statements that set everything again after a migration, its role included.</summary>
    public string RestoreSql { get; }

    /// <summary>The call that sets the search path.</summary>
    public string SearchPathSql { get; }

    /// <summary>What is set, and to what: as the server takes them.</summary>
    public IEnumerable<(string Name, string Value)> Values => _values.Select(setting => (setting.Name, setting.Value));

    /// <summary>The statement that puts the lock timeout back after it was lifted.</summary>
    public string LockTimeoutSql { get; }

    /// <summary>The same until the transaction ends.</summary>
    public string LocalLockTimeoutSql { get; }

    /// <summary>The longer lock timeout of statements that only read and change rows, until the transaction ends.</summary>
    public string LocalRowLockTimeoutSql { get; }

    /// <summary>Sets, and reads back in a query of its own.</summary>
    /// <exception cref="RefusedException">The server did not keep a setting.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_sql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT "
            + string.Join(", ", _values.Select(setting => $"pg_catalog.current_setting('{setting.Name}')"))));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);

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

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}");

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

    // A class: generics over value tuples would have to be compiled at every start.
    private sealed record Setting(string Name, string Value);
}
