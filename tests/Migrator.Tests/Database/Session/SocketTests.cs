using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>A server reached through its Unix socket.</summary>
public sealed class SocketTests(OwnServer server) : IClassFixture<OwnServer>
{
    private static readonly string Slow = CompiledMigrations.Sql(1, "One",
        ["CREATE TABLE one (id int)", "SELECT pg_sleep(0.3)"]) + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"]);

    public static TheoryData<string> Forms =>
    [
        "Host={0};Port={1};Username={2};Password={3};Database={4}",
        "Host={0};Port={1};Username={2};Password={3};Database={4};SSL Mode=Require;Tcp Keepalive=true;Tcp Keepalive Time=9",
        "postgresql://{2}:{3}@/{4}?host={0}&port={1}",
        "postgresql:///{4}?host={0}&port={1}&user={2}&password={3}&sslmode=require",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Up_ThroughASocket_Works(string form)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, server.SocketFolder,
            server.Settings.Port, server.Settings.Username, server.Settings.Password, database.Name);
        var engine = database.Engine(Slow, all => all with { Connection = DatabaseOptions.Fixed(connection) });

        var outcome = await engine.Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(server.SocketFolder, outcome.Database!.Host);
        Assert.Empty((await engine.Status()).Pending);
        Assert.Equal(OutcomeKind.NothingToDo, (await engine.Up()).Kind);
    }

    [Fact]
    public async Task Status_NoSuchSocket_IsSaid()
    {
        var engine = new MigrationEngine(CompiledMigrations.Load(Slow), new DatabaseOptions
        { Connection = DatabaseOptions.Fixed("Host=/no/such/folder;Database=shop;Username=u"), ConnectWait = TimeSpan.Zero });

        var exception = await Assert.ThrowsAsync<DatabaseUnreachableException>(engine.Status);

        Assert.Equal("Cannot reach shop on /no/such/folder:5432 as u: there is no socket of a server", exception.Message);
    }
}
