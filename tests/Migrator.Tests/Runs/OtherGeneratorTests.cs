using System.Text;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

/// <summary>A manifest or a history that another generator wrote, or another major version of FluentMigrator: told as that, and not as
/// edits.</summary>
public sealed class OtherGeneratorTests(TestServer server)
{
    private const string Eight = "FluentMigrator 8 Postgres15_0";
    private const string Nine = "FluentMigrator 9 Postgres15_0";
    private const string Serial = "FluentMigrator 8 Postgres92";

    private const string Source = """
        [Migration(1)] public class One : AutoReversingMigration
        {
            public override void Up()
            {
                Create.Table("t").WithColumn("id").AsInt32().Identity();
                Create.PrimaryKey().OnTable("t").Column("id");
            }
        }
        [Migration(2)] public class Two : AutoReversingMigration
        { public override void Up() => Create.Table("u").WithColumn("id").AsInt32().Identity(); }

        """;

    private static readonly string Three = CompiledMigrations.Sql(3, "Three", ["CREATE TABLE three ()"]);

    private static readonly SqlGenerator Old = SqlGenerator.Postgres92;

    [Fact]
    public async Task Up_RecordsWhatWroteIt_InJournalAndManifest()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = CompiledMigrations.Load(Source + CompiledMigrations.Sql(3, "Three",
            ["CREATE INDEX CONCURRENTLY ix_t ON t (id)"], attribute: "TransactionBehavior.None")).WithGenerator(Old);

        await database.Engine(migrations).Up();

        Assert.Equal([Serial, Serial, Serial], await RecordedAsync(database));
        var text = MigrationEngine.CreateManifest(migrations).Text;
        Assert.Contains($"\"generator\": \"{Serial}\"", text, StringComparison.Ordinal);
        Assert.Equal(Serial, SchemaManifest.Parse(Encoding.UTF8.GetBytes(text)).Generator);
    }

    [Fact]
    public async Task AnOldJournal_IsReadAsBefore_AndGetsTheColumnWithTheNextStep()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(WithManifest.Load(Source)).Up();
        await database.ExecuteAsync("""ALTER TABLE "VersionInfoJournal" DROP COLUMN generator""");
        var edited = Source.Replace("AsInt32", "AsInt64", StringComparison.Ordinal);

        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(WithManifest.Load(Source)).Status()).Comparison.Verdict);
        Assert.Equal([1L, 2L], (await database.Engine(WithManifest.Load(edited)).Status()).Comparison.Edited);
        Assert.Equal([1L, 2L], (await CheckAsync(database, WithManifest.Load(edited).Manifest()!)).Difference!.Edited);

        await database.Engine(WithManifest.Load(Source + Three)).Up();

        Assert.Equal(["", "", Eight], await RecordedAsync(database));
    }

    [Fact]
    public async Task Journal_OfAnotherMajor_IsAnUpgrade_InEveryLook()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(WithManifest.Load(Source)).Up();
        await database.ExecuteAsync($"UPDATE \"VersionInfoJournal\" SET generator = '{Nine}', checksum = repeat('0', 64) WHERE version = 1;"
            + $"UPDATE \"VersionInfoJournal\" SET generator = '{Nine}' WHERE version = 2");
        var migrations = WithManifest.Load(Source + Three);

        var status = await database.Engine(migrations).Status();
        var check = await CheckAsync(database, WithManifest.Load(Source).Manifest()!);
        var up = await database.Engine(migrations).Up();

        Assert.Empty(status.Comparison.Edited);
        Assert.Equal([1L], status.Comparison.Regenerated);
        Assert.Contains(status.Notes, note => note.Contains("an upgrade, and no edit", StringComparison.Ordinal)
            && note.Contains(Nine, StringComparison.Ordinal));
        Assert.Equal((SchemaVerdict.UpToDate, true), (check.Verdict, check.IsGood));
        Assert.Contains($"One was applied as {Nine} writes it, and this build has it as {Eight} does: no edit", check.Sentence,
            StringComparison.Ordinal);
        Assert.Equal((OutcomeKind.Applied, 1), (up.Kind, up.Steps.Count));
        Assert.Contains(up.Notes, note => note.Contains("no edit", StringComparison.Ordinal));
        // From here on the history is this one's.
        Assert.DoesNotContain((await database.Engine(migrations).Up()).Notes,
            note => note.Contains("newest applied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Manifest_OfAnotherMajor_IsToldOnce_AndWithItNothingIsApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var manifest = MigrationEngine.CreateManifest(CompiledMigrations.Load(Source)).Manifest with { Generator = Nine };
        manifest = manifest with { Migrations = [.. manifest.Migrations.Select(one => one with { Checksum = new('0', 64) })] };

        var outcome = await database.Engine(Source, options: new() { Manifest = manifest }).Up();
        var line = Assert.Single(ManifestDifference.Of(manifest, MigrationEngine.CreateManifest(CompiledMigrations.Load(Source)).Manifest));

        Assert.Equal((OutcomeKind.Refused, RefusalReason.StaleManifest), (outcome.Kind, outcome.Refusal?.Reason));
        Assert.Contains("an upgrade, and no edit", outcome.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("2 of 2 have other SQL", line, StringComparison.Ordinal);
        Assert.Contains("FluentMigrator 8 writes other SQL than FluentMigrator 9", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherGenerator_ThanTheHistorys_IsToldWithTheWayBack()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Source, options: new() { Generator = Old }).Up();

        var forgotten = await database.Engine(WithManifest.Load(Source)).Status();
        var chosen = await database.Engine(Source, options: new() { Generator = Old }).Status();

        Assert.Equal((SchemaVerdict.UpToDate, Serial), (forgotten.Comparison.Verdict, chosen.Generator));
        Assert.Contains(forgotten.Notes, note => note.Contains("--generator Postgres92", StringComparison.Ordinal));
        Assert.DoesNotContain(chosen.Notes, note => note.Contains("--generator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drift_WithTheSameGenerator_IsNone_AndSaysWhichWhereAnotherMadeIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = CompiledMigrations.Load(Source);
        await database.Engine(migrations.WithGenerator(Old)).Up();

        var same = await DriftAsync(database, migrations.WithGenerator(Old));
        var recorded = await DriftAsync(database, migrations);
        await database.ExecuteAsync("""UPDATE "VersionInfoJournal" SET generator = NULL""");
        var guessed = await DriftAsync(database, migrations);

        Assert.Empty(same.Differences);
        Assert.NotEmpty(recorded.Differences);
        Assert.Contains(recorded.Notes, note => note.Contains("--generator Postgres92", StringComparison.Ordinal));
        Assert.Contains(guessed.Notes, note => note.StartsWith("t.id, u.id are serial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drift_APrimaryKeyThatAnotherMajorNamesOtherwise_IsNone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = CompiledMigrations.Load(Source);
        await database.Engine(migrations).Up();
        await database.ExecuteAsync("""ALTER TABLE t RENAME CONSTRAINT "PK_t_id" TO "PK_t" """);

        Assert.Equal(2, (await DriftAsync(database, migrations)).Differences.Count);
        await database.ExecuteAsync($"UPDATE \"VersionInfoJournal\" SET generator = '{Nine}'");
        var report = await DriftAsync(database, migrations);

        Assert.Empty(report.Differences);
        Assert.Contains(report.Notes, note => note.Contains("PK_t on t is called PK_t_id by the shadow", StringComparison.Ordinal));
        // Any other name is somebody's own.
        await database.ExecuteAsync("""ALTER TABLE t RENAME CONSTRAINT "PK_t" TO pk_mine""");
        Assert.Equal(2, (await DriftAsync(database, migrations)).Differences.Count);
    }

    private Task<DriftReport> DriftAsync(TestDatabase database, MigrationAssembly migrations) =>
        database.Engine(migrations).DriftAsync(new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString) }, null,
            TestContext.Current.CancellationToken);

    private static async Task<SchemaCheckResult> CheckAsync(TestDatabase database, SchemaManifest manifest) =>
        await MigrationEngine.WaitForAsync(manifest, database.Options, [], new() { Wait = TimeSpan.Zero },
            cancellationToken: TestContext.Current.CancellationToken);

    private static Task<List<string>> RecordedAsync(TestDatabase database) =>
        database.ColumnAsync<string>("""SELECT coalesce(generator, '') FROM "VersionInfoJournal" ORDER BY id""");
}
