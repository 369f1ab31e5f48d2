using Migrator.Database.History;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.History;

/// <summary>The statement that records a step, alone on a database: both rows, or neither and an error.</summary>
public sealed class RecordStatementTests(TestServer server)
{
    private const string NotHeld = "false";
    private const string Held = "true";

    private static readonly VersionTable Table = VersionTable.Default;
    private static readonly Journal Journal = new(Table, new("7f3a9c", "here"), "1.2.0", "build 7", "FluentMigrator 8 Postgres15_0");
    private static readonly RecordStatement Record = new(Table, Journal);
    private static readonly TimeSpan Elapsed = TimeSpan.FromMilliseconds(1500);

    private static JournalEntry Entry(Direction direction) =>
        new(7, "Seven", direction, Transactional: true, Breaking: false, Checksum: "c0ffee");

    [Fact]
    public async Task AtOnce_WritesVersionAndEntry()
    {
        await using var database = await CreateAsync();

        var changed = await ExecuteAsync(database, Record.AtOnce(Entry(Direction.Up), "Seven of them", Elapsed, Held));

        Assert.Equal(1, changed);
        Assert.Equal(["7 Seven of them"],
            await ReadAsync(database, """SELECT "Version" || ' ' || "Description" FROM "VersionInfo" """));
        Assert.Equal(["7f3a9c 7 Seven up done t f 1.2.0 here build 7 c0ffee"], await ReadAsync(database, """
            SELECT concat_ws(' ', run, version, name, direction, state, transactional, breaking, tool_version, host, build, checksum) FROM "VersionInfoJournal"
            """));
        Assert.Equal(["t t"], await ReadAsync(database, """
            SELECT concat_ws(' ', duration_ms >= 1500, ended_at - started_at >= interval '1500 milliseconds') FROM "VersionInfoJournal"
            """));
    }

    [Fact]
    public async Task AtOnce_OfADown_RemovesTheVersion()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("""INSERT INTO "VersionInfo" ("Version") VALUES (6), (7)""");

        await ExecuteAsync(database, Record.AtOnce(Entry(Direction.Down), "", Elapsed, Held));

        Assert.Equal([6], await database.VersionsAsync());
        Assert.Equal(["down done"], await EntriesAsync(database));
    }

    [Theory]
    [InlineData(nameof(Direction.Up), NotHeld)]
    [InlineData(nameof(Direction.Down), NotHeld)]
    // Nobody else may have removed it.
    [InlineData(nameof(Direction.Down), Held)]
    public async Task AtOnce_WithoutTheLockOrTheVersion_IsRefusedByTheServer_AndWritesNothing(string direction, string held)
    {
        await using var database = await CreateAsync();
        var record = Record.AtOnce(Entry(Enum.Parse<Direction>(direction)), "", Elapsed, held);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, record));

        Assert.True(RecordStatement.IsRefusal(refused, record));
        Assert.False(RecordStatement.IsRefusal(refused, new("SELECT 1")));
        Assert.Empty(await database.VersionsAsync());
        Assert.Empty(await EntriesAsync(database));
    }

    [Fact]
    public async Task AtOnce_BeforeCommit_StopsTheTransaction()
    {
        await using var database = await CreateAsync();
        await using var connection = await database.OpenAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in (NpgsqlBatchCommand[])[new("BEGIN"), new("CREATE TABLE seven (id int)"),
            Record.AtOnce(Entry(Direction.Up), "", Elapsed, NotHeld), new("COMMIT")])
            batch.BatchCommands.Add(command);

        await Assert.ThrowsAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        await connection.ExecuteAsync("ROLLBACK");

        Assert.False(await database.ExistsAsync("seven"));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public async Task Begun_EndsTheEntryThatWasBegun()
    {
        await using var database = await CreateAsync();
        var id = await BeginAsync(database);

        await ExecuteAsync(database, Record.Begun(id, Entry(Direction.Up), "Seven", Elapsed, Held));

        Assert.Equal([7], await database.VersionsAsync());
        Assert.Equal(["up done"], await EntriesAsync(database));
        Assert.Equal(["t t"],
            await ReadAsync(database,
                """SELECT concat_ws(' ', duration_ms >= 1500, begun_hash IS NULL AND ended_at IS NOT NULL) FROM "VersionInfoJournal" """));
    }

    [Fact]
    public async Task Begun_WithoutTheLock_IsRefusedByTheServer_AndWritesNothing()
    {
        await using var database = await CreateAsync();
        var record = Record.Begun(await BeginAsync(database), Entry(Direction.Up), "Seven", Elapsed, NotHeld);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, record));

        Assert.True(RecordStatement.IsRefusal(refused, record));
        Assert.Empty(await database.VersionsAsync());
        Assert.Equal(["up begun"], await EntriesAsync(database));
    }

    [Fact]
    public async Task Begun_OfAnEntryThatIsGone_WritesNoVersionEither()
    {
        await using var database = await CreateAsync();
        var id = await BeginAsync(database);
        await database.ExecuteAsync("DELETE FROM \"VersionInfoJournal\"");

        Assert.Equal(0, await ExecuteAsync(database, Record.Begun(id, Entry(Direction.Up), "Seven", Elapsed, Held)));
        Assert.Empty(await database.VersionsAsync());
    }

    [Fact]
    public void Text_IsTheSameFromStepToStep_SoThatASessionMayKeepItPrepared()
    {
        var other = new JournalEntry(8, "Eight", Direction.Up, true, true);

        Assert.Equal(Record.AtOnce(Entry(Direction.Up), "a", Elapsed, Held).CommandText,
            Record.AtOnce(other, "b", TimeSpan.Zero, Held).CommandText);
    }

    private async Task<TestDatabase> CreateAsync()
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var connection = await database.OpenAsync();
        await new VersionTableCreator(connection, Table, "public").EnsureAsync(TestContext.Current.CancellationToken);
        return database;
    }

    private static async Task<long> BeginAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Journal.Begun(Entry(Direction.Up), Held, earlier: null));
        return (long)(await batch.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task<int> ExecuteAsync(TestDatabase database, NpgsqlBatchCommand command)
    {
        var settings = database.Connect();
        settings.IncludeFailedBatchedCommand = true;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static Task<List<string>> EntriesAsync(TestDatabase database) =>
        ReadAsync(database, """SELECT direction || ' ' || state FROM "VersionInfoJournal" ORDER BY id""");

    private static Task<List<string>> ReadAsync(TestDatabase database, string sql) => database.ColumnAsync<string>(sql);
}
