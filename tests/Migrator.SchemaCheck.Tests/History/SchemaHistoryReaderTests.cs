using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.History;

/// <summary>Reading version tables of every age, and journals, on a real server.</summary>
public sealed class SchemaHistoryReaderTests(TestServer server)
{
    private const string Journal = """
        CREATE TABLE "VersionInfoJournal" (id bigint GENERATED ALWAYS AS IDENTITY, run text DEFAULT 'r', version bigint, name text DEFAULT 'n', direction text,
            state text, breaking boolean DEFAULT false, started_at timestamptz DEFAULT '2025-01-02 03:04:05Z', duration_ms bigint, statement integer);
        """;

    [Fact]
    public async Task Read_VirginDatabase_IsEmpty()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        Assert.Same(SchemaHistory.Empty, await ReadAsync(database));
    }

    [Fact]
    public async Task Read_EmptyTable_ExistsAndHasNothing()
    {
        await using var database = await WithAsync("""CREATE TABLE "VersionInfo" ("Version" bigint)""");

        var history = await ReadAsync(database);

        Assert.Equal((true, 0, null), (history.Exists, history.Applied.Count, history.Current));
    }

    [Theory]
    [InlineData("bigint", "timestamp", "'2025-01-02 03:04:05'")]
    [InlineData("bigint", "timestamptz", "'2025-01-02 05:04:05+02'")]
    [InlineData("integer", "timestamp(0)", "'2025-01-02 03:04:05'")]
    public async Task Read_AppliedOn_IsUtcWhateverTheTypeAndTheSessionsZone(string version, string type, string value)
    {
        await using var database = await WithAsync(
            $"""CREATE TABLE "VersionInfo" ("Version" {version}, "AppliedOn" {type}, "Description" text); INSERT INTO "VersionInfo" VALUES (7, {value}, 'seven')""");

        foreach (var zone in (string[])["UTC", "Asia/Tokyo"])
        {
            var history = await ReadAsync(database, connection => connection.Timezone = zone);

            Assert.Equal([new AppliedMigration(7, "seven", new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), null)],
                history.Applied);
        }
    }

    [Fact]
    public async Task Read_OldTableWithOneColumn_OrderedAndEachVersionOnce()
    {
        await using var database = await WithAsync(
            """CREATE TABLE "VersionInfo" ("Version" bigint); INSERT INTO "VersionInfo" VALUES (3), (1), (NULL), (3), (2)""");

        var history = await ReadAsync(database);

        Assert.Equal([1, 2, 3], history.Applied.Select(applied => applied.Version));
        Assert.Equal(3, history.Current);
    }

    [Fact]
    public async Task Read_OtherTableSchemaAndColumns_AreFound()
    {
        await using var database = await WithAsync(
            """CREATE SCHEMA "my-app"; CREATE TABLE "my-app".versions (v bigint, "at" timestamp, what text); INSERT INTO "my-app".versions VALUES (5, now(), 'five')""");
        var table = new VersionTable
        { Schema = "my-app", Name = "versions", VersionColumn = "v", AppliedOnColumn = "at", DescriptionColumn = "what" };

        var history = await ReadAsync(database, table: table);

        Assert.Equal((5L, "five"), (history.Applied[0].Version, history.Applied[0].Description));
    }

    [Theory]
    [InlineData("('up', 'begun')", "up")]
    [InlineData("('up', 'partial')", "up")]
    [InlineData("('up', 'done'), ('down', 'begun')", "down")]
    [InlineData("('up', 'partial'), ('up', 'begun')", "up")]
    [InlineData("('up', 'done')", "")]
    [InlineData("('up', 'failed')", "")]
    [InlineData("('up', 'partial'), ('down', 'resolved')", "")]
    [InlineData("('up', 'partial'), ('up', 'done')", "")]
    public async Task Read_Dirty_IsWhatTheJournalsLastWordLeavesOpen(string entries, string dirty)
    {
        await using var database = await WithAsync("""CREATE TABLE "VersionInfo" ("Version" bigint);""" + Journal
            + $"""INSERT INTO "VersionInfoJournal" (version, direction, state) SELECT 4, d, s FROM (VALUES {entries}) e (d, s)""");

        var history = await ReadAsync(database);

        Assert.Equal(dirty, string.Join(' ', history.Dirty.Select(one => one.Direction)));
        Assert.All(history.Dirty,
            one => Assert.Equal((4L, "n", "r", new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero)),
                (one.Version, one.Name, one.Run, one.StartedAt)));
    }

    [Theory]
    [InlineData("1 2 3", "2", 2L)]
    [InlineData("1 2 3", "1 3", 3L)]
    [InlineData("1 2", "3", null)]
    [InlineData("1 2 3", "", null)]
    public async Task Read_Floor_IsTheNewestBreakingOneThatIsApplied(string applied, string breaking, long? floor)
    {
        await using var database = await WithAsync($"""
            CREATE TABLE "VersionInfo" ("Version" bigint); INSERT INTO "VersionInfo" SELECT v::bigint FROM unnest(string_to_array('{applied}', ' ')) v; {Journal}
            INSERT INTO "VersionInfoJournal" (version, direction, state, breaking) SELECT v::bigint, 'up', 'done', true FROM unnest(string_to_array('{breaking}', ' ')) v
            """);

        Assert.Equal(floor, (await ReadAsync(database)).Floor);
    }

    [Fact]
    public async Task Read_RoleWithoutRights_FailsRatherThanSeeingAVirginDatabase()
    {
        await using var database = await WithAsync("""CREATE TABLE "VersionInfo" ("Version" bigint)""");
        var reader = new NpgsqlConnectionStringBuilder(await database.CreateRoleAsync("app"));

        var exception = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(database,
            connection => (connection.Username, connection.Password) = (reader.Username, reader.Password)));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, exception.SqlState);
    }

    private static async Task<SchemaHistory> ReadAsync(TestDatabase database, Action<NpgsqlConnectionStringBuilder>? with = null,
        VersionTable? table = null)
    {
        var builder = database.Connect();
        with?.Invoke(builder);
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await SchemaHistoryReader.ReadAsync(connection, table ?? VersionTable.Default,
            TestContext.Current.CancellationToken);
    }

    private async Task<TestDatabase> WithAsync(string sql)
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(sql);
        return database;
    }
}
