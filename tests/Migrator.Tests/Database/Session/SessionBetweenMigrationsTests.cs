using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Session;

/// <summary>What a migration leaves in its session does not reach the next: one run does what two would.</summary>
public sealed class SessionBetweenMigrationsTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    [Theory]
    [InlineData("SET client_encoding = 'LATIN1'; CREATE TABLE a (s text)", "INSERT INTO a VALUES ('Müller €')",
        "SELECT s FROM a", "Müller €")]
    [InlineData("CREATE TABLE a (id int PRIMARY KEY, other int REFERENCES a); SET session_replication_role = replica",
        "DO $$ BEGIN INSERT INTO a VALUES (1, 2); EXCEPTION WHEN foreign_key_violation THEN NULL; END $$",
        "SELECT count(*)::text FROM a", "0")]
    [InlineData("SET default_transaction_read_only = on", "CREATE TABLE a (id int)", "SELECT 'there' FROM pg_class WHERE "
        + "relname = 'a'",
        "there")]
    [InlineData("SET check_function_bodies = off",
        "DO $$ BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT nothing'; EXCEPTION WHEN undefined_column THEN "
        + "NULL; END $$",
        "SELECT count(*)::text FROM pg_proc WHERE proname = 'f'", "0")]
    [InlineData("SET app.tenant = 'one'", "CREATE TABLE a AS SELECT coalesce(nullif(current_setting('app.tenant', true), ''), "
        + "'none') AS s",
        "SELECT s FROM a", "none")]
    [InlineData("SET enable_seqscan = off", "CREATE TABLE a AS SELECT current_setting('enable_seqscan') AS s",
        "SELECT s FROM a", "on")]
    [InlineData("SELECT set_config('DateStyle', 'German', false)", "CREATE TABLE a AS SELECT date '2026-01-02'::text AS s",
        "SELECT s FROM a", "2026-01-02")]
    [InlineData("CREATE TABLE a (s text); CREATE TEMP TABLE a (s text)", "INSERT INTO a VALUES ('in the real one')",
        "SELECT s FROM a", "in the real one")]
    [InlineData("CREATE SEQUENCE q; SELECT nextval('q')",
        "CREATE TABLE a (s text); DO $$ BEGIN PERFORM currval('q'); EXCEPTION WHEN object_not_in_prerequisite_state THEN "
            + "INSERT INTO a VALUES ('none'); END $$",
        "SELECT s FROM a", "none")]
    public async Task Second_DoesTheSame_InOneRunAsInTwo(string first, string second, string query, string expected)
    {
        foreach (var attribute in (string[])["", None])
        {
            await using var one = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
            await using var two = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
            var source = CompiledMigrations.Sql(1, "First", [.. first.Split("; ")], attribute: attribute)
                + CompiledMigrations.Sql(2, "Second",
                    second.Contains('$', StringComparison.Ordinal) ? [second] : [.. second.Split("; ")],
                    attribute: attribute);

            Assert.Null((await one.Engine(source).Up()).Failed?.Failure?.Message);
            Assert.Null((await two.Engine(source).Up("1")).Failed?.Failure?.Message);
            Assert.Null((await two.Engine(source).Up()).Failed?.Failure?.Message);

            Assert.Equal(expected, await one.ScalarAsync<string>(query));
            Assert.Equal(expected, await two.ScalarAsync<string>(query));
        }
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(None, null)]
    [InlineData("", "owner")]
    [InlineData(None, "owner")]
    public async Task MigrationThatEndsUnderAnotherRole_IsRecordedUnderTheRunsOwn(string attribute, string? setRole)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("deploy");
        await database.CreateRoleAsync("reader");
        await database.CreateRoleAsync("owner");
        await database.ExecuteAsync($"GRANT \"{database.Name}_reader\", \"{database.Name}_owner\" TO \"{database.Name}_deploy\"; "
            + $"GRANT ALL ON SCHEMA public TO \"{database.Name}_deploy\", \"{database.Name}_owner\"");
        var source = CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE one (id int)", $"SET ROLE \"{database.Name}_reader\"", "SELECT 1"], ["DROP TABLE one"], attribute)
            + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"],
                ["DROP TABLE two", $"SET ROLE \"{database.Name}_reader\""], attribute);
        var engine = database.Engine(source, options => options with
        {
            Connection = DatabaseOptions.Fixed(connection),
            Role = setRole is null ? null : $"{database.Name}_{setRole}",
        });

        var up = await engine.Up();
        var owners = await database.ColumnAsync<string>(
            "SELECT tableowner::text FROM pg_tables WHERE tablename IN ('one', 'two')");
        var down = await engine.Down("zero");

        Assert.Null(up.Failed?.Failure?.Message);
        Assert.Equal(Enumerable.Repeat($"{database.Name}_{setRole ?? "deploy"}", 2), owners);
        Assert.Null(down.Failed?.Failure?.Message);
        Assert.Equal(["1 One up done", "2 Two up done", "2 Two down done", "1 One down done"], await database.JournalAsync());
    }

    [Fact]
    public async Task StandaloneMigrationThatFailsUnderAnotherRole_IsWrittenToTheJournal()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("deploy");
        await database.CreateRoleAsync("reader");
        await database.ExecuteAsync($"GRANT \"{database.Name}_reader\" TO \"{database.Name}_deploy\"; "
            + $"GRANT ALL ON SCHEMA public TO \"{database.Name}_deploy\"");

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
                ["CREATE TABLE one (id int)", $"SET ROLE \"{database.Name}_reader\"", "SELECT 1 / 0"], attribute: None),
            options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();

        Assert.Equal("22012", outcome.Failed!.Failure!.SqlState);
        Assert.Equal(["1 One up partial 22012"], await database.JournalAsync());
    }

    // It is the same in every run, and the migrations may rely on it.
    [Fact]
    public async Task WhatMaintenanceSetsBeforeAll_HoldsForEachMigration()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = "[Maintenance(MigrationStage.BeforeAll)] public class Who : Migration { public override void Up() "
            + "{ Execute.Sql(\"SET app.who = 'migrator'\"); Execute.Sql(\"SET search_path = pg_catalog\"); } public override "
            + "void Down() { } }\n"
            + CompiledMigrations.Sql(1, "One", ["SELECT set_config('app.other', 'x', false)"])
            + CompiledMigrations.Sql(2, "Two",
                ["CREATE TABLE a AS SELECT current_setting('app.who') || coalesce(current_setting('app.other', true), '') AS s"]);

        Assert.Null((await database.Engine(source).Up()).Failed?.Failure?.Message);

        Assert.Equal("migrator", await database.ScalarAsync<string>("SELECT s FROM a"));
    }

    [Theory]
    [InlineData("SET client_encoding = 'LATIN1'", "LATIN1")]
    [InlineData("SET NAMES 'WIN1252'", "WIN1252")]
    [InlineData("SET SESSION client_encoding TO latin9", "latin9")]
    [InlineData("SELECT pg_catalog.set_config('client_encoding', 'LATIN1', false)", "LATIN1")]
    public async Task LettersBehindAnotherEncoding_AreRefusedBeforeTheyAreLost(string set, string named)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "One", ["CREATE TABLE a (s text)", set, "INSERT INTO a VALUES ('Müller')"])).Up();

        Assert.Contains($"sets client_encoding to {named}", outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("a"));
    }

    [Theory]
    [InlineData("SET client_encoding = 'UTF8'")]
    [InlineData("SET client_encoding TO 'utf-8'")]
    [InlineData("SET NAMES DEFAULT")]
    public async Task OurOwnEncoding_MayBeSaid(string set)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "One", [set, "CREATE TABLE a (s text)", "INSERT INTO a VALUES ('Müller €')"])).Up();

        Assert.Null(outcome.Failed?.Failure?.Message);
        Assert.Equal("Müller €", await database.ScalarAsync<string>("SELECT s FROM a"));
    }

    [Theory]
    [InlineData("Client Encoding=LATIN1")]
    [InlineData("Encoding=iso-8859-1")]
    [InlineData("Options=-c client_encoding=LATIN1")]
    [InlineData("Max Auto Prepare=20;Auto Prepare Min Usages=2")]
    public async Task WhateverTheConnectionSays_LettersArriveAsTheyAre(string keyword)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var text = new NpgsqlConnectionStringBuilder($"{database.ConnectionString};{keyword}").ConnectionString;

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "Eins", ["CREATE TABLE a (s text)", "INSERT INTO a VALUES ('Müller €')"])
            + CompiledMigrations.Sql(2, "Zwei", ["DEALLOCATE ALL", "INSERT INTO a VALUES ('Müller €')"])
            + CompiledMigrations.Sql(3, "Drei", ["INSERT INTO a VALUES ('Müller €')"]),
            options => options with { Connection = DatabaseOptions.Fixed(text) }).Up();

        Assert.Null(outcome.Failed?.Failure?.Message);
        Assert.Equal(["Müller €", "Müller €", "Müller €"], await database.ColumnAsync<string>("SELECT s FROM a"));
    }
}
