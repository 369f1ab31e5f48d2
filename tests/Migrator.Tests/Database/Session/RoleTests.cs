using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>Roles with few rights, and the role that shall own the objects.</summary>
public sealed class RoleTests(TestServer server)
{
    private const string OwnTables = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
        + "n.nspname !~ '^pg_|information_schema'";

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Theory]
    [InlineData("public", "CREATE on the schema public")]
    [InlineData("tenant", "CREATE on the database")]
    [InlineData("closed", "USAGE on the schema closed")]
    public async Task Up_RoleThatMayNotCreate_IsRefusedWithTheRightNamedAndNothingCreated(string schema, string right)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        // Up to PostgreSQL 14 everybody may.
        await database.ExecuteAsync("CREATE SCHEMA closed; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var connection = await database.CreateRoleAsync("app");

        var outcome = await database.Engine(One,
            options => options with { Connection = DatabaseOptions.Fixed(connection), Schema = schema }).Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.InsufficientPrivilege), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains(right, outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{database.Name}_app", outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>(OwnTables));
    }

    [Fact]
    public async Task Up_RoleThatMayOnlyRead_IsRefusedBeforeAnythingIsTouched()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var connection = await ReaderAsync(database);

        var outcome = await database.Engine(One + Two,
            options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();

        Assert.Equal(RefusalReason.InsufficientPrivilege, outcome.Refusal!.Reason);
        Assert.Contains("SELECT, INSERT and DELETE on \"public\".\"VersionInfo\"", outcome.Refusal.Message,
            StringComparison.Ordinal);
        Assert.Equal(["1 One up done"], await database.JournalAsync());
    }

    [Fact]
    public async Task Up_RoleThatMayOnlyRead_WithNothingToDo_IsDone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var connection = await ReaderAsync(database);

        var outcome = await database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();

        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
    }

    [Fact]
    public async Task Up_RoleThatMayNotEvenRead_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var connection = await database.CreateRoleAsync("app");

        var outcome = await database.Engine(One + Two,
            options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();

        Assert.Equal(RefusalReason.InsufficientPrivilege, outcome.Refusal!.Reason);
        Assert.Contains("VersionInfo", outcome.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_RoleThatMayOnlyRead_ReadsEverything()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var connection = await ReaderAsync(database);
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        var status = await database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(connection) })
            .Status();

        Assert.Equal((SchemaVerdict.Behind, 1L), (status.Comparison.Verdict, status.History.Current));
        Assert.NotNull(status.History.Applied[0].AppliedAt);
        Assert.NotNull(status.History.Applied[0].Duration);
        Assert.Equal(["2 Two"], status.Pending.Select(pending => pending.ToString()));
        Assert.Null(status.Running);
    }

    [Fact]
    public async Task Status_OnVirginReadOnlyDatabase_WritesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        var status = await database.Engine(One + Two).Status();

        Assert.Equal((SchemaVerdict.Behind, null, false),
            (status.Comparison.Verdict, status.History.Current, status.History.Exists));
        Assert.Equal(0, await database.ScalarAsync<long>(OwnTables));
    }

    [Fact]
    public async Task Status_RoleThatMayNotRead_SaysWhatToGrant()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var connection = await database.CreateRoleAsync("app");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(connection) }).Status());

        Assert.Contains("GRANT SELECT ON \"public\".\"VersionInfo\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_SetRole_MakesTheRoleOwnEverything()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var (connection, owner) = await WithOwnerAsync(database);

        var outcome = await database.Engine(One + Two,
            options => options with { Connection = DatabaseOptions.Fixed(connection), Role = owner }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([owner, owner, owner, owner], await OwnersAsync(database));
        // The journal says who it was, not whose rights were used.
        Assert.Equal($"{database.Name}_deploy",
            await database.ScalarAsync<string>("""SELECT DISTINCT database_user FROM "VersionInfoJournal" """));
    }

    [Theory]
    [InlineData("RESET ROLE")]
    [InlineData("SET SESSION AUTHORIZATION DEFAULT")]
    public async Task Up_SetRoleAndAMigrationThatDropsIt_HoldsForTheNextAgain(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var (connection, owner) = await WithOwnerAsync(database);
        await database.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO \"{database.Name}_deploy\"");
        await database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(connection), Role = owner }).Up();
        await database.ExecuteAsync($"""GRANT ALL ON "VersionInfo", "VersionInfoJournal" TO "{database.Name}_deploy" """);

        var outcome = await database.Engine(
            One + CompiledMigrations.Sql(2, "Two", [sql, "CREATE TABLE two (id int)"])
                + CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three (id int)"]),
            options => options with { Connection = DatabaseOptions.Fixed(connection), Role = owner }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(owner,
            await database.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'three'"));
    }

    [Fact]
    public async Task Up_RoleTakenByAMigration_DoesNotLeakIntoTheNext()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.CreateRoleAsync("other", "SUPERUSER");
        var other = $"{database.Name}_other";

        await database.Engine(CompiledMigrations.Sql(1, "One", [$"SET ROLE {other}", "CREATE TABLE one (id int)"]) + Two).Up();

        Assert.Equal(other,
            await database.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'one'"));
        Assert.NotEqual(other,
            await database.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'two'"));
    }

    [Theory]
    [InlineData("not_there")]
    [InlineData("pg_read_all_data")]
    public async Task Up_SetRoleThatCannotBeTaken_IsRefusedWithTheGrant(string role)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("app");

        var engine = database.Engine(One,
            options => options with { Connection = DatabaseOptions.Fixed(connection), Role = role });
        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.InsufficientPrivilege), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains($"GRANT \"{role}\" TO \"{database.Name}_app\"", outcome.Refusal.Next, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConfigurationException>(() => engine.Status());
    }

    [Fact]
    public async Task Up_MigrationNeedsARightThatTheRoleLacks_IsAFailureOfThatMigration()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("app");
        await database.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO \"{database.Name}_app\"; CREATE TABLE theirs (id int)");

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two", ["ALTER TABLE theirs ADD c int"]),
            options => options with { Connection = DatabaseOptions.Fixed(connection) }).Up();

        Assert.Equal((OutcomeKind.Failed, 1L, "42501"), (outcome.Kind, outcome.To, outcome.Failed!.Failure!.SqlState));
    }

    private static async Task<string> ReaderAsync(TestDatabase database)
    {
        var connection = await database.CreateRoleAsync("reader");
        await database.ExecuteAsync($"""GRANT SELECT ON "VersionInfo", "VersionInfoJournal" TO "{database.Name}_reader" """);
        return connection;
    }

    private static async Task<(string Connection, string Owner)> WithOwnerAsync(TestDatabase database)
    {
        var connection = await database.CreateRoleAsync("deploy");
        await database.CreateRoleAsync("owner");
        var owner = $"{database.Name}_owner";
        await database.ExecuteAsync($"GRANT \"{owner}\" TO \"{database.Name}_deploy\"; GRANT CREATE ON SCHEMA public TO "
            + $"\"{owner}\"");
        return (connection, owner);
    }

    private static Task<List<string>> OwnersAsync(TestDatabase database) =>
        database.ColumnAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            + "AND relkind = 'r'");
}
