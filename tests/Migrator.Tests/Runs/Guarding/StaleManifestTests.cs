using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs.Guarding;

/// <summary>A manifest that was not written anew: the application that is built with it would not accept what is
/// applied.</summary>
public sealed class StaleManifestTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);
    private static readonly string Edited = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id bigint)"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"]);

    [Fact]
    public async Task Up_PendingIsNotInIt_IsRefusedBeforeAnythingIsMade()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(WithManifest.Load(One + Two, listed: One)).Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.StaleManifest), (outcome.Kind, outcome.Refusal?.Reason));
        Assert.Contains("2 Two is not in it", outcome.Refusal!.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Up_PendingWasEditedSince_IsRefused()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(WithManifest.Load(Edited, listed: One)).Up();

        Assert.Equal(RefusalReason.StaleManifest, outcome.Refusal?.Reason);
        Assert.Contains("1 One was edited since", outcome.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_Allowed_IsNoted()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new ProgressLog();

        var outcome = await database.Engine(WithManifest.Load(One + Two, listed: One))
            .UpAsync(Target.Latest, new() { AllowStaleManifest = true }, log, TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Contains(log.Of<MigrationProgress.Note>(), note => note.Text.Contains("stale", StringComparison.Ordinal));
    }

    // What it does not have is applied already: nothing more can go wrong.
    [Fact]
    public async Task Up_NothingPending_DoesNotMatter()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One + Two).Up();

        Assert.Equal(OutcomeKind.NothingToDo, (await database.Engine(WithManifest.Load(One + Two, listed: One)).Up()).Kind);
    }

    // The versions are the same, so the manifest was believed at first; what the code says of them counts all the same.
    [Fact]
    public async Task Up_AttributesChangedSince_TheCodeCounts()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var zero = CompiledMigrations.Sql(0, "Zero", []);
        var breaking = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], attribute: "BreakingChange = true");
        await database.Engine(zero).Up();

        var outcome = await database.Engine(WithManifest.Load(zero + breaking, listed: zero + One)).Up();
        var status = await database.Engine(WithManifest.Load(zero + breaking, listed: zero + One)).Status();

        Assert.Equal(RefusalReason.Breaking, outcome.Refusal?.Reason);
        Assert.True(Assert.Single(status.Pending).Breaking);
    }
}
