using Migrator.Database.Session;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>The list of settings: all that a server has is decided, and what is on the list is so in every migration.</summary>
public sealed class SessionValuesTests(TestServer server)
{
    // Each with another value than ours.
    private static readonly Dictionary<string, string> Other = new(StringComparer.Ordinal)
    {
        ["client_encoding"] = "LATIN1",
        ["application_name"] = "somebody else",
        ["client_min_messages"] = "error",
        ["standard_conforming_strings"] = "off",
        ["backslash_quote"] = "on",
        ["array_nulls"] = "off",
        ["transform_null_equals"] = "on",
        ["xmlbinary"] = "hex",
        ["xmloption"] = "document",
        ["TimeZone"] = "Asia/Tokyo",
        ["timezone_abbreviations"] = "Australia",
        ["DateStyle"] = "German, DMY",
        ["IntervalStyle"] = "iso_8601",
        ["bytea_output"] = "escape",
        ["extra_float_digits"] = "-3",
        ["lc_numeric"] = "POSIX",
        ["lc_time"] = "POSIX",
        ["quote_all_identifiers"] = "on",
        ["check_function_bodies"] = "off",
        ["row_security"] = "off",
        ["gin_fuzzy_search_limit"] = "7",
        ["exit_on_error"] = "on",
        ["default_transaction_isolation"] = "serializable",
        ["default_transaction_deferrable"] = "on",
        ["icu_validation_level"] = "error",
        ["statement_timeout"] = "77s",
        ["lock_timeout"] = "77s",
        ["idle_in_transaction_session_timeout"] = "77s",
        ["idle_session_timeout"] = "77s",
        ["client_connection_check_interval"] = "77s",
        ["transaction_timeout"] = "77s",
        ["session_replication_role"] = "replica",
        ["event_triggers"] = "off",
    };

    // By why they are not set. What a migration sets of them is gone behind it all the same.
    private static readonly Dictionary<string, string> LeftAlone = new(StringComparer.Ordinal)
    {
        ["set for the schema, or by the transaction"] = "search_path transaction_deferrable transaction_isolation "
            + "transaction_read_only",
        ["set, and cannot be read back on a socket"] = "tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval "
        + "tcp_user_timeout",
        ["the database's: money in its tables is stored by it, text search is asked by it, and people read its messages"] =
            "lc_monetary default_text_search_config lc_messages",
        ["the database's: where and how things are stored"] =
            "default_table_access_method default_tablespace default_toast_compression temp_tablespaces wal_compression "
            + "allow_in_place_tablespaces file_copy_method vacuum_truncate",
        ["the server's: what its clients can take, and what its roles may"] =
            "password_encryption scram_iterations createrole_self_grant lo_compat_privileges allow_system_table_mods "
            + "restrict_nonsystem_relation_kind escape_string_warning md5_password_warnings",
        ["the server's: which libraries it has"] =
            "dynamic_library_path extension_destdir extension_control_path local_preload_libraries session_preload_libraries",
        ["the server's: how safe a commit is"] = "synchronous_commit",
        ["repair of a broken database"] = "ignore_checksum_failure zero_damaged_pages",
        ["how much, how fast, how planned"] =
            "backend_flush_after commit_delay commit_siblings constraint_exclusion cursor_tuple_fraction deadlock_timeout "
            + "default_statistics_target effective_cache_size effective_io_concurrency force_parallel_mode from_collapse_limit "
            + "gin_pending_list_limit hash_mem_multiplier io_combine_limit join_collapse_limit logical_decoding_work_mem "
            + "maintenance_io_concurrency maintenance_work_mem max_stack_depth plan_cache_mode random_page_cost "
            + "recursive_worktable_factor seq_page_cost stats_fetch_consistency synchronize_seqscans temp_buffers "
            + "temp_file_limit "
            + "update_process_title wal_consistency_checking wal_init_zero wal_recycle wal_sender_timeout wal_skip_threshold work_mem "
            + "compute_query_id backtrace_functions",
    };

    private static readonly string[] FamiliesLeftAlone =
        ["enable_", "geqo", "jit", "log_", "debug_", "trace_", "track_", "vacuum_", "cpu_", "max_parallel_", "min_parallel_",
            "parallel_"];

    [Fact]
    public async Task EverySettingOfTheServer_IsDecided()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        HashSet<string> decided = [.. await ValuesAsync(database), .. LeftAlone.Values.SelectMany(names => names.Split(' '))];

        var undecided = (await database.ColumnAsync<string>(
                "SELECT name FROM pg_settings WHERE context IN ('user', 'superuser') AND name NOT LIKE '%.%' ORDER BY 1"))
            .Where(name => !decided.Contains(name)
                && !FamiliesLeftAlone.Any(family => name.StartsWith(family, StringComparison.Ordinal)));

        Assert.Empty(undecided);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("database")]
    [InlineData("connection")]
    [InlineData("a migration before")]
    public async Task EveryValue_IsOurs_WhateverWasSaidBefore(string where)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("odd", "SUPERUSER");
        var names = (await ValuesAsync(database)).Where(name => name != ReadOnlyDefault.Setting).ToList();
        var run = new RunIdentity("7f3a9c", "ci-7");
        var set = names.Select(name => $"SET {name} = {(name == "DateStyle" ? Other[name] : $"'{Other[name]}'")}").ToList();
        string[] before = ["SELECT 1"];
        var options = "";
        switch (where)
        {
            case "role":
                await database.ExecuteAsync(string.Join("; ", set.Select(one => $"ALTER ROLE \"{database.Name}_odd\" {one}")));
                break;
            case "database":
                await database.ExecuteAsync(string.Join("; ", set.Select(one => $"ALTER DATABASE {database.Name} {one}")));
                break;
            case "connection":
                options = string.Join(' ',
                    names.Select(name => $"-c {name}={Other[name].Replace(" ", "\\ ", StringComparison.Ordinal)}"));
                break;
            default:
                before = [.. set];
                break;
        }

        var note = $"CREATE TABLE note AS SELECT name, setting FROM pg_settings WHERE name IN ('{string.Join("', '", names)}')";
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(connection) { Options = options, ClientEncoding = "LATIN1" };

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "Before", before)
            + CompiledMigrations.Sql(2, "Note", [note]),
            with => with with { Connection = DatabaseOptions.Fixed(builder.ConnectionString) },
            options: new() { Run = run }).Up();

        Assert.Null(outcome.Failed?.Failure?.Message ?? outcome.Refusal?.Message ?? outcome.Message);
        foreach (var (name, value) in Values(database, run.ApplicationName, await VersionAsync(database)))
        {
            if (name != ReadOnlyDefault.Setting)
                Assert.Equal((name, value == "500ms" ? "500" : value), (name,
                    await database.ScalarAsync<string>($"SELECT setting FROM note WHERE name = '{name}'")));
        }
    }

    [Fact]
    public async Task SessionReplicationRole_ThatTheRoleMayNotSetBack_IsRefusedByName()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("plain");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_plain\"; "
            + $"ALTER ROLE \"{database.Name}_plain\" SET session_replication_role = replica");
        var engine = database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]),
            options => options with { Connection = DatabaseOptions.Fixed(connection) });

        var refused = await engine.Up();
        await database.ExecuteAsync($"ALTER ROLE \"{database.Name}_plain\" RESET session_replication_role");

        Assert.Equal(RefusalReason.UnsuitableServer, refused.Refusal!.Reason);
        Assert.Contains("session_replication_role", refused.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
    }

    [Theory]
    [InlineData("ALTER ROLE \"{0}_plain\" SET", "the role {0}_plain:", "ALTER ROLE \"{0}_plain\" RESET")]
    [InlineData("ALTER DATABASE {0} SET", "the database {0}", "ALTER DATABASE \"{0}\" RESET")]
    [InlineData("ALTER ROLE \"{0}_plain\" IN DATABASE {0} SET", "in the database", "ALTER ROLE \"{0}_plain\" IN DATABASE "
        + "\"{0}\" RESET")]
    public async Task ReadOnlyDefault_IsRefusedWithWhoseItIs_AndCanBeLiftedForOneRun(string set, string whose, string undo)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("plain");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_plain\"; "
            + $"{Named(set)} default_transaction_read_only = on");
        var source = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

        var refused = await database.Engine(source,
            options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();
        var lifted = await database.Engine(source, options => options with
        { Connection = DatabaseOptions.Fixed(connection + ";Options=-c default_transaction_read_only=off") }).Up();

        Assert.Equal(RefusalReason.ReadOnly, refused.Refusal!.Reason);
        Assert.Contains("default_transaction_read_only", refused.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Named(whose).TrimEnd(':'), refused.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Named(undo), refused.Refusal.Next, StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.Applied, lifted.Kind);

        string Named(string text) => text.Replace("{0}", database.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadOnlyDefault_OfTheConnection_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var refused = await database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]),
            options => options with
            {
                Connection = DatabaseOptions.Fixed(database.ConnectionString
                + ";Options=-c default_transaction_read_only=on")
            }).Up();

        Assert.Equal(RefusalReason.ReadOnly, refused.Refusal!.Reason);
        Assert.Contains("the connection", refused.Refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> ValuesAsync(TestDatabase database) =>
        Values(database, "", await VersionAsync(database)).Select(one => one.Name);

    private static IEnumerable<(string Name, string Value)> Values(TestDatabase database, string applicationName,
        Version version) =>
        new SessionSettings(database.Options, version, applicationName).Values;

    private static async Task<Version> VersionAsync(TestDatabase database) =>
        new(await database.ScalarAsync<int>("SELECT current_setting('server_version_num')::int / 10000"), 0);
}
