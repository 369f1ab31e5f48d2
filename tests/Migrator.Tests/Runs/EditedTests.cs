using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

/// <summary>Migrations that were edited after they were applied.</summary>
public sealed class EditedTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Edited = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id bigint)"],
        ["DROP TABLE one"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE INDEX CONCURRENTLY two ON one (id)"],
        attribute: "TransactionBehavior.None");
    private static readonly string Checksums =
        """SELECT version || ' ' || coalesce(checksum, 'none') FROM "VersionInfoJournal" ORDER BY id""";

    [Fact]
    public async Task Up_WritesTheChecksums_WithAManifestOrWithout()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = One + Two
            + "[Migration(3)] public class Three : Migration { public override void Up() => Execute.WithConnection((_, _) => { "
            + "}); public override void Down() { } }";
        var manifest = MigrationEngine.CreateManifest(CompiledMigrations.Load(source)).Manifest;

        await database.Engine(source).Up();

        Assert.Equal(manifest.Migrations.Select(one => $"{one.Version} {one.Checksum ?? "none"}"),
            await database.ColumnAsync<string>(Checksums));
    }

    [Fact]
    public async Task Up_OtherDefaultSchema_HasTheSameChecksum()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = WithManifest.Load(
            "[Migration(1)] public class One : Migration { public override void Up() => "
            + "Create.Table(\"t\").WithColumn(\"id\").AsInt32(); public override void Down() { } }");

        var outcome = await database.Engine(assembly, all => all with { Schema = "shop" }).Up();

        Assert.Equal((OutcomeKind.Applied, true), (outcome.Kind, await database.ExistsAsync("shop.t")));
    }

    [Fact]
    public async Task Up_EditedSince_IsRefusedAndNamed_AndStatusSaysSo()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(WithManifest.Load(One)).Up();
        var edited = database.Engine(WithManifest.Load(Edited + Two));

        var status = await edited.Status();
        var outcome = await edited.Up();

        Assert.Equal((SchemaVerdict.Edited, 1L), (status.Comparison.Verdict, Assert.Single(status.Comparison.Edited)));
        Assert.Equal((OutcomeKind.Refused, RefusalReason.Edited), (outcome.Kind, outcome.Refusal?.Reason));
        Assert.Contains("1 One", outcome.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal([1L], await database.VersionsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_EditAccepted_GoesOn_AndIsAskedOnce(bool withPending)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(WithManifest.Load(One)).Up();
        var edited = database.Engine(WithManifest.Load(withPending ? Edited + Two : Edited));

        var accepted = await edited.Up(policy: new(AllowEdited: true));

        Assert.Equal(withPending ? OutcomeKind.Applied : OutcomeKind.NothingToDo, accepted.Kind);
        Assert.Contains("1 One up accepted", await database.JournalAsync());
        Assert.Equal(OutcomeKind.NothingToDo, (await edited.Up()).Kind);
        Assert.Equal(SchemaVerdict.UpToDate, (await edited.Status()).Comparison.Verdict);
        // And who still has the first text is now the one who differs.
        Assert.Equal(1L, Assert.Single((await database.Engine(WithManifest.Load(One)).Status()).Comparison.Edited));
    }

    [Fact]
    public async Task Up_EditedWhileReverted_IsNoEdit()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(WithManifest.Load(One)).Up();
        await database.Engine(WithManifest.Load(One)).Down("zero");
        var edited = database.Engine(WithManifest.Load(Edited));

        Assert.Equal(OutcomeKind.Applied, (await edited.Up()).Kind);
        Assert.Equal(SchemaVerdict.UpToDate, (await edited.Status()).Comparison.Verdict);
    }

    // By plain FluentMigrator, or by a version of this tool that wrote no checksums.
    [Fact]
    public async Task Up_AppliedWithoutAChecksum_IsNotCompared()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        await database.ExecuteAsync("""ALTER TABLE "VersionInfoJournal" DROP COLUMN checksum""");
        var edited = database.Engine(WithManifest.Load(Edited + Two));

        Assert.Empty((await edited.Status()).Comparison.Edited);
        Assert.Equal(OutcomeKind.Applied, (await edited.Up()).Kind);
        Assert.Equal(SchemaVerdict.UpToDate, (await edited.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Resolve_FinishedByHand_IsNotCompared()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var failing = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)", "SELECT 1/0"],
            attribute: "TransactionBehavior.None");
        var engine = database.Engine(WithManifest.Load(failing));
        await engine.Up();

        await engine.Resolve(1, applied: true);

        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(WithManifest.Load(One)).Status()).Comparison.Verdict);
    }
}
