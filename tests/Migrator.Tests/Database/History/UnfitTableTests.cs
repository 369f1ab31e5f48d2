using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.History;

/// <summary>What stands under the name of the version table or the journal and is none: refused before anything is
/// touched.</summary>
public sealed class UnfitTableTests(TestServer server)
{
    private const string AllRows =
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
        + "WHERE n.nspname = 'public'";

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Theory]
    [InlineData("CREATE SEQUENCE \"VersionInfo\"", "is a sequence")]
    [InlineData("CREATE TYPE \"VersionInfo\" AS ENUM ('a')", "is a type")]
    [InlineData("CREATE DOMAIN \"VersionInfo\" AS int", "is a type")]
    [InlineData("CREATE TYPE \"VersionInfo\" AS (a int)", "is a type")]
    [InlineData("CREATE TABLE other (id int); CREATE INDEX \"VersionInfo\" ON other (id)", "is an index")]
    [InlineData("CREATE TABLE \"VersionInfo\" (id int)", "has no column \"Version\"")]
    [InlineData("CREATE VIEW \"VersionInfo\" AS SELECT 1 AS id", "has no column \"Version\"")]
    [InlineData("CREATE TABLE \"VersionInfoJournal\" (id int)", "\"VersionInfoJournal\" is not this tool's journal: it has no "
        + "column version")]
    [InlineData("CREATE SEQUENCE \"VersionInfoJournal\"", "\"VersionInfoJournal\" is a sequence")]
    public async Task AnotherThing_IsRefusedByRunAndLook(string made, string told)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(made);
        var before = await database.ScalarAsync<long>(AllRows);
        // A journal stands beside a version table.
        if (made.Contains("Journal", StringComparison.Ordinal))
            await database.ExecuteAsync("CREATE TABLE \"VersionInfo\" (\"Version\" bigint NOT NULL)");
        var engine = database.Engine(One);

        var up = await engine.Up();
        var status = await Assert.ThrowsAsync<ConfigurationException>(() => engine.Status());
        var preview = await Assert.ThrowsAsync<ConfigurationException>(
            () => engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((OutcomeKind.Refused, RefusalReason.VersionTable), (up.Kind, up.Refusal!.Reason));
        Assert.Contains(told, up.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal($"{up.Refusal.Message} {up.Refusal.Next}", status.Message);
        Assert.Equal(status.Message, preview.Message);
        Assert.Contains("--version-table", status.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("one"));
        if (!made.Contains("Journal", StringComparison.Ordinal))
            Assert.Equal(before, await database.ScalarAsync<long>(AllRows));
    }

    [Theory]
    [InlineData("CREATE TABLE \"VersionInfo\" (\"Version\" bigint NOT NULL, tenant int NOT NULL)",
        "its column \"tenant\" must be filled")]
    [InlineData("CREATE TABLE \"VersionInfoJournal\" (id int, version bigint, direction text, state text, run text, name text, "
        + "started_at date)",
        "\"VersionInfoJournal\" is not this tool's journal: it has no column transactional")]
    [InlineData("CREATE MATERIALIZED VIEW \"VersionInfo\" AS SELECT 1::bigint AS \"Version\" WHERE false",
        "is a materialized view")]
    [InlineData("CREATE TABLE other (id int); CREATE INDEX \"UC_Version\" ON other (id)", "something by the name of its index")]
    public async Task WhatCannotBeWritten_IsRefusedByTheRunBeforeAnything(string made, string told)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(made);
        var before = await database.ScalarAsync<long>(AllRows);

        var up = await database.Engine(One).Up();

        Assert.Equal(RefusalReason.VersionTable, up.Refusal?.Reason);
        Assert.Contains(told, up.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.ScalarAsync<long>(AllRows));
    }

    [Theory]
    [InlineData("tenant int NOT NULL DEFAULT 1")]
    [InlineData("tenant int GENERATED ALWAYS AS IDENTITY")]
    [InlineData("tenant bigint NOT NULL GENERATED ALWAYS AS (\"Version\" * 2) STORED")]
    [InlineData("tenant int")]
    public async Task ColumnThatFillsItself_IsNoHindrance(string column)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync($"CREATE TABLE \"VersionInfo\" (\"Version\" bigint NOT NULL, {column})");

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(One).Up()).Kind);
        Assert.Equal([1], await database.VersionsAsync());
    }

    [Theory]
    [InlineData("VersionInfo")]
    [InlineData("VersionInfoJournal")]
    public async Task RowLevelSecurity_IsRefused_AndNotReadAsNothingApplied(string table)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var owner = await database.CreateRoleAsync("owner");
        var reader = await database.CreateRoleAsync("reader");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_owner\"");
        var asOwner = database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(owner) });
        var asReader = database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(reader) });
        Assert.Equal(OutcomeKind.Applied, (await asOwner.Up("1")).Kind);
        await database.ExecuteAsync($"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO \"{database.Name}_reader\"; "
            + $"ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY");

        var status = await Assert.ThrowsAsync<ConfigurationException>(() => asReader.Status());
        Assert.Contains($"Row level security hides rows of \"public\".\"{table}\"", status.Message, StringComparison.Ordinal);
        Assert.Contains("BYPASSRLS", status.Message, StringComparison.Ordinal);
        var waited = await asReader.WaitAsync(new() { Wait = TimeSpan.Zero },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(SchemaVerdict.Unreadable, waited.Verdict);
        Assert.Contains("Row level security", waited.Sentence, StringComparison.Ordinal);
        // The owner sees all of it.
        Assert.Equal(1, (await asOwner.Status()).History.Current);

        await database.ExecuteAsync($"ALTER TABLE \"{table}\" FORCE ROW LEVEL SECURITY; "
            + $"CREATE POLICY w ON \"{table}\" FOR INSERT WITH CHECK (true)");
        var up = await asOwner.Up();
        Assert.Equal((OutcomeKind.Refused, RefusalReason.VersionTable), (up.Kind, up.Refusal!.Reason));
        Assert.False(await database.ExistsAsync("two"));
    }

    [Fact]
    public async Task PolicyThatShowsAllRows_HidesNone_AndOneThatLetsAllBeWrittenIsEnoughForARun()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var owner = await database.CreateRoleAsync("owner");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_owner\"");
        var engine = database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(owner) });
        Assert.Equal(OutcomeKind.Applied, (await engine.Up("1")).Kind);
        foreach (var table in (string[])["VersionInfo", "VersionInfoJournal"])
            await database.ExecuteAsync($"ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY; ALTER TABLE \"{table}\" FORCE ROW "
                + $"LEVEL SECURITY; "
                + $"CREATE POLICY r ON \"{table}\" FOR SELECT USING (true)");

        Assert.Equal(1, (await engine.Status()).History.Current);
        var refused = await engine.Up();
        foreach (var table in (string[])["VersionInfo", "VersionInfoJournal"])
            await database.ExecuteAsync($"CREATE POLICY w ON \"{table}\" USING (true)");
        var up = await engine.Up();

        Assert.Contains("may keep the run from writing", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Null(up.Refusal?.Message ?? up.Failed?.Failure?.Message);
        Assert.Equal([1, 2], await database.VersionsAsync());
    }
}
