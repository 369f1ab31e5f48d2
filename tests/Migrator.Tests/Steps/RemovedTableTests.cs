using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Steps;

/// <summary>A migration takes away where it is to be recorded.</summary>
public sealed class RemovedTableTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Theory]
    [InlineData("DROP SCHEMA public CASCADE; CREATE SCHEMA public", "removed the version table public.VersionInfo")]
    [InlineData("DROP TABLE \"VersionInfo\"", "removed the version table public.VersionInfo")]
    [InlineData("DROP TABLE \"VersionInfoJournal\"", "removed the journal public.VersionInfoJournal")]
    [InlineData("ALTER TABLE \"VersionInfo\" RENAME TO old_versions", "removed the version table public.VersionInfo")]
    [InlineData("CREATE SCHEMA attic; ALTER TABLE \"VersionInfo\" SET SCHEMA attic", "removed the version table public.VersionInfo")]
    [InlineData("ALTER TABLE \"VersionInfo\" RENAME COLUMN \"Version\" TO v", "changed the version table public.VersionInfo")]
    [InlineData("ALTER TABLE \"VersionInfoJournal\" DROP COLUMN run", "changed the journal public.VersionInfoJournal")]
    public async Task Up_InATransaction_IsRolledBackAndSaysSo(string sql, string expected)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        foreach (var before in (string[])["", One, One + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"])])
        {
            var outcome = await database.Engine(before + CompiledMigrations.Sql(9, "Last", [sql])).Up();

            Assert.Equal((OutcomeKind.Failed, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
            Assert.Contains(expected, outcome.Failed.Failure!.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("value not shown", outcome.Failed.Failure.Message, StringComparison.Ordinal);
            Assert.Null(outcome.Failed.Failure.Position);
            Assert.StartsWith("9 Last up failed", (await database.JournalAsync())[^1], StringComparison.Ordinal);
        }

        Assert.Equal([1, 2], await database.VersionsAsync());
    }

    [Fact]
    public async Task Up_OutsideATransaction_SaysSo()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two", ["DROP TABLE \"VersionInfoJournal\""],
            attribute: "TransactionBehavior.None")).Up();

        // With its record in one transaction, it is rolled back as a whole.
        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Contains("removed the journal public.VersionInfoJournal", outcome.Failed!.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal([1], await database.VersionsAsync());
        Assert.True(await database.ExistsAsync("\"VersionInfoJournal\""));
    }
}
