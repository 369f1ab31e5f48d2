using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>A script has the session that a run has, whatever role and database say, and whatever a migration of it set
/// before.</summary>
public sealed class ScriptSessionTests(TestServer server)
{
    private static readonly string[] Odd =
    [
        "array_nulls = off", "check_function_bodies = off", "DateStyle = 'German'", "standard_conforming_strings = off",
        "session_replication_role = replica", "default_transaction_isolation = 'serializable'", "xmloption = 'document'",
        "row_security = off", "client_encoding = 'LATIN1'", "bytea_output = 'escape'",
    ];

    [Fact]
    public async Task Script_HasTheSessionOfARun()
    {
        await using var up = await NewAsync();
        await using var psql = await NewAsync();
        var assembly = Samples.Assembly(
            CompiledMigrations.Sql(1, "First", ["CREATE TEMP TABLE note (s text)", .. Odd.Select(one => $"SET {one}"),
                "SET app.tenant = 'one'", "SET ROLE pg_monitor"]),
            CompiledMigrations.Sql(2, "Second", [
                $"CREATE TABLE note AS SELECT {string.Join(" || ' ' || ", Odd.Select(one => $"current_setting('{one.Split(' ')[0]}')"))} "
                + "|| coalesce(current_setting('app.tenant', true), '') || ' ' || current_user AS s",
                    "INSERT INTO note VALUES ('Müller €')"]));
        (await up.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        await psql.AppliesAsync(await psql.ScriptAsync("--assembly", assembly));

        const string Notes = "SELECT replace(s, current_database(), 'DATABASE') FROM note";
        var notes = await up.Database.ColumnAsync<string>(Notes);
        Assert.Equal("on on ISO, MDY on origin read committed content on UTF8 hex DATABASE_owner", notes[0]);
        Assert.Equal(notes, await psql.Database.ColumnAsync<string>(Notes));
    }

    private async Task<Sandbox> NewAsync()
    {
        var sandbox = await Sandbox.CreateAsync(server);
        var role = sandbox.Settings.Username!;
        await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{role}\" SUPERUSER; "
            + string.Join("; ", Odd.Select(one => $"ALTER ROLE \"{role}\" SET {one}")));
        return sandbox;
    }
}
