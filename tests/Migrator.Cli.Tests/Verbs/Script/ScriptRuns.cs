using System.Text.RegularExpressions;
using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>Scripts made by the tool and run by psql.</summary>
internal static partial class ScriptRuns
{
    /// <summary>The script, made where no connection is known.</summary>
    public static async Task<string> ScriptAsync(this Sandbox sandbox, params string[] arguments) =>
        (await sandbox.Bare(["script", .. arguments]).RunAsync()).Exits(ExitCode.Success).Out;

    /// <summary>Runs it as the owner, with psql's variables set to mislead.</summary>
    public static Task<ToolResult> PsqlAsync(this Sandbox sandbox, string script) =>
        PostgresClient.PsqlAsync(sandbox.Connection, script, ScriptSamples.Variables);

    public static async Task AppliesAsync(this Sandbox sandbox, string script)
    {
        var run = await sandbox.PsqlAsync(script);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    /// <summary>
    /// Everything in the database as pg_dump sees it; the version table's rows but for their times; and the journal's but for
    /// times, run and host.
    /// </summary>
    public static async Task<string> StateAsync(this Sandbox sandbox, string table = "public.\"VersionInfo\"",
        string version = "\"Version\"", string description = "\"Description\"")
    {
        var journal = $"{table.TrimEnd('"')}Journal\"";
        return Name().Replace(string.Join('\n',
        [
            await PostgresClient.DumpAsync(sandbox.Database.ConnectionString),
            .. await sandbox.Database.ColumnAsync<string>($"SELECT concat_ws(' | ', {version}, {description}) FROM {table} "
            + $"ORDER BY {version}"),
            .. await sandbox.Database.ColumnAsync<string>($"""
                SELECT concat_ws(' | ', version, name, direction, state, transactional, breaking, statement, sql_state, statements_done, done_hash, begun_hash, checksum,
                    tool_version, database_user, build, started_at <= ended_at, duration_ms >= 0) FROM {journal} ORDER BY id
                """),
        ]), "DATABASE");
    }

    [GeneratedRegex("test_[0-9]+_[0-9]+")]
    private static partial Regex Name();
}
