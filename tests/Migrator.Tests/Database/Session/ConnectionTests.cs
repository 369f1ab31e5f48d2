using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>Spellings of a connection that reach the server.</summary>
public sealed class ConnectionTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["SELECT 1"]);

    [Theory]
    [InlineData("")]
    [InlineData("?sslmode=prefer&connect_timeout=10&application_name=mine")]
    [InlineData("?target_session_attrs=read-write")]
    [InlineData("?options=-c%20search_path%3Dpublic")]
    public async Task Up_Url_ReachesTheServer(string options)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var to = database.Connect();
        var url = $"postgres://{to.Username}:{Uri.EscapeDataString(to.Password!)}@{to.Host}:{to.Port}/{to.Database}{options}";

        var outcome = await database.Engine(One, all => all with { Connection = DatabaseOptions.Fixed(url) }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
    }

    [Fact]
    public async Task Up_PasswordFile_IsRead()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var to = database.Connect();
        var file = Path.Combine(CompiledMigrations.NewFolder(), "pgpass");
        await File.WriteAllTextAsync(file, $"{to.Host}:{to.Port}:*:{to.Username}:{to.Password}\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        to.Password = null;
        to.Passfile = file;

        var outcome = await database.Engine(One,
            all => all with { Connection = DatabaseOptions.Fixed(to.ConnectionString) }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
    }

    [Fact]
    public async Task Up_ConnectionIsAskedAnewAtEachAttempt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var notYet = database.Connect();
        notYet.Port = 1;
        var asked = 0;

        var outcome = await database.Engine(One, all => all with
        {
            Connection = _ => ValueTask.FromResult(++asked == 1 ? notYet.ConnectionString : database.ConnectionString),
        }).Up();

        Assert.Equal((OutcomeKind.Applied, 2), (outcome.Kind, asked));
    }
}
