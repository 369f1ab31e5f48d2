using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs.Guarding;

/// <summary>A history of the same migrations elsewhere in the database, when a setting was forgotten.</summary>
public sealed class ElsewhereGuardTests(TestServer server)
{
    private static readonly string Source = CompiledMigrations.Sql(1, "One", ["CREATE TABLE IF NOT EXISTS one (id int)"])
        + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE IF NOT EXISTS two (id int)"]);

    [Theory]
    [InlineData("app", null, null, "\"app\".\"VersionInfo\"", "--schema app")]
    [InlineData("public", "meta", null, "\"meta\".\"VersionInfo\"", "--version-table-schema meta")]
    [InlineData("public", null, "Versions", "\"public\".\"Versions\"", "--version-table Versions")]
    [InlineData("app", "meta", "Versions", "\"meta\".\"Versions\"", "--version-table Versions")]
    public async Task Forgotten_IsRefusedByUpAndDryRun_AndToldByStatus(string schema, string? tableSchema, string? table,
        string where,
        string goOn)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE SCHEMA app; CREATE SCHEMA meta");
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Source, options => options with
        { Schema = schema, VersionTableSchema = tableSchema, VersionTableName = table }).Up()).Kind);
        var forgetful = database.Engine(Source);

        var up = await forgetful.Up();
        var preview = await forgetful.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        var status = await forgetful.Status();

        Assert.Equal(RefusalReason.HistoryElsewhere, up.Refusal?.Reason);
        Assert.Contains(where, up.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains(goOn, up.Refusal.Next, StringComparison.Ordinal);
        Assert.Contains("--version-table-schema public", up.Refusal.Next, StringComparison.Ordinal);
        Assert.Equal(up.Refusal, preview.Outcome.Refusal);
        Assert.Contains(where, status.Elsewhere, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("public.\"VersionInfo\""));

        // Said, it is done.
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(Source, options => options with { VersionTableSchema = "public" }).Up()).Kind);
        Assert.Null((await forgetful.Status()).Elsewhere);
    }

    [Fact]
    public async Task SchemaOfItsOwn_IsSaidAlready_AndOnlyToldOfTheDefaultOnes()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new ProgressLog();
        await database.ExecuteAsync("CREATE SCHEMA one; CREATE SCHEMA two; CREATE SCHEMA three");

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Source, options => options with { Schema = "one" }).Up()).Kind);
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(Source, options => options with { Schema = "two" }).Up(progress: log)).Kind);
        Assert.Empty(log.Of<MigrationProgress.Note>());
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(Source, options => options with { VersionTableSchema = "public" }).Up()).Kind);
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(Source, options => options with { Schema = "three" }).Up(progress: log)).Kind);
        Assert.Contains("\"public\".\"VersionInfo\", too", Assert.Single(log.Of<MigrationProgress.Note>()).Text,
            StringComparison.Ordinal);
    }

    // Small numbers are everybody's; a name is not.
    [Fact]
    public async Task OtherMigrationsWithTheSameNumbers_AreNobodysHistory()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE SCHEMA billing");
        var other = CompiledMigrations.Sql(1, "CreateInvoices", ["CREATE TABLE invoices (id int)"]);
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(other, options => options with { Schema = "billing" }).Up()).Kind);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Source).Up()).Kind);
    }
}
