using System.Net;
using System.Net.Sockets;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Startup;

/// <summary>Whether the application starts, and what it says if not. Its port is taken already: an attempt to open it would
/// show.</summary>
public sealed class StartupTests(TestServer server)
{
    private const string Attempt = "Failed to bind to address";

    private static readonly Dictionary<string, string> Once = new() { ["SchemaCheck__Wait"] = "00:00:00" };

    [Fact]
    public async Task Start_UpToDate_OpensItsPort()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        using var taken = Listening();

        await using var application = Application.Start(shop.Connection, port: PortOf(taken));
        await application.UntilItSaysAsync(Attempt);

        Assert.Contains("Storefront has the schema it needs: 20251202080000.", application.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Behind_SaysWhatIsMissingAndWhatToRun()
    {
        await using var shop = await Shop.CreateAsync(server, "AddRefundedStatus");

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Pending);

        ended.Says("Storefront needs schema 20251202080000; the database is at 20251014120000, 2 missing "
            + "(MakeProductPriceOptional, DropProductPrice). "
            + "No deploy is running. Run: dotnet migrator up --target latest\n");
    }

    [Fact]
    public async Task Start_VirginDatabase_IsBehind()
    {
        await using var shop = await Shop.CreateAsync(server);

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Pending);

        ended.Says("the database is at zero, 22 missing (CreateCustomers, CreateProducts, CreateOrderStatuses, CreateOrders, "
            + "CreateOrderLines and 17 more).");
    }

    [Fact]
    public async Task Start_Ahead_StartsAndSaysSo()
    {
        await using var shop = await Shop.CreateAsync(server, "MakeProductPriceOptional");

        await using var application = await Application.RunAsync(shop.Connection, ApplicationBuild.Before(2));

        Assert.Contains("Storefront has the schema it needs (20251014120000), and the database is ahead of it: version "
            + "20251112090000 not known to this build.",
            application.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Ahead_WhereThatIsNotAccepted_IsRefused()
    {
        await using var shop = await Shop.CreateAsync(server, "MakeProductPriceOptional");

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Diverged, ApplicationBuild.Before(2),
            ("SchemaCheck__AcceptAhead", "false"));

        ended.Says("It does not start on such a database (AcceptAhead).\n");
    }

    [Fact]
    public async Task Start_TooNew_IsRefused()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Diverged, ApplicationBuild.Before(2));

        ended.Says("The database is too new for Storefront: the breaking migration 20251202080000 is applied, and this build "
            + "ends at 20251014120000. Deploy a newer build.\n");
    }

    [Fact]
    public async Task Start_Edited_IsRefused()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        var edited = ApplicationBuild.With(manifest => manifest["migrations"]![3]!["sha256"] = new string('0', 64));

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Diverged, edited);

        ended.Says("Storefront has another text of CreateOrders than was applied to the database: edited since.");
    }

    [Fact]
    public async Task Start_ADeployStoppedMidway_IsRefused()
    {
        await using var shop = await Shop.CreateAsync(server, "AddOrderTotal");
        await shop.Database.ExecuteAsync("""
            INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada');
            INSERT INTO orders (customer_id) SELECT id FROM customers;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        (await shop.UpAsync("latest")).Exits(ExitCode.Partial);

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Partial);

        ended.Says("The database is half migrated: BackfillOrderTotals began and did not finish. "
            + "Next: dotnet migrator up\n");
    }

    [Fact]
    public async Task Start_TheRoleMayNotReadTheVersions_IsRefused()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        await shop.Database.ExecuteAsync($"""REVOKE SELECT ON "VersionInfoJournal" FROM "{shop.ApplicationRole}" """);

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Usage);

        ended.Says("Storefront cannot read which migrations its database has: permission denied for table VersionInfoJournal (42501). "
            + "Its role needs USAGE on schema \"public\", and SELECT on \"public\".\"VersionInfo\" and "
            + "\"public\".\"VersionInfoJournal\".\n");
    }

    [Fact]
    public async Task Start_WrongPassword_IsRefusedAndNoPasswordSaid()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        await shop.Database.ExecuteAsync($"ALTER ROLE \"{shop.ApplicationRole}\" PASSWORD 'another'");

        var ended = await NotStartedAsync(shop.Connection, ExitCode.Usage);

        ended.Says("password authentication failed");
    }

    [Fact]
    public async Task Start_NoServer_WaitsAndEndsWithUnreachable()
    {
        using var nobody = new LatePort();

        var ended = await NotStartedAsync($"Host=127.0.0.1;Port={nobody.Number};Username=app;Database=shop", ExitCode.Unreachable,
            null, ("SchemaCheck__Wait", "00:00:01"));

        ended.Says("Storefront cannot reach its database: Connection refused. Waiting up to 1 s; then this process stops.\n",
            "Storefront cannot reach its database: Connection refused.\n");
    }

    [Fact]
    public async Task Start_NoConnection_IsRefused()
    {
        var ended = await NotStartedAsync(null, ExitCode.Usage);

        ended.Says("The schema cannot be checked: there is no database to connect to. Set ConnectionStrings__Storefront.\n");
    }

    [Theory]
    [InlineData("Hots=db", "has a keyword that is not known")]
    [InlineData("nonsense", "cannot be read. Write keywords: Host=db;")]
    public async Task Start_AConnectionThatCannotBeRead_IsRefused(string connection, string message) =>
        (await NotStartedAsync(connection, ExitCode.Usage)).Says("The schema cannot be checked: the registered NpgsqlDataSource ",
            message, "ConnectionStrings:Storefront cannot be read: set ConnectionStrings__Storefront.");

    [Theory]
    // What looks like 30 seconds is 30 days to .NET.
    [InlineData("SchemaCheck__Wait", "30", "Wait is 30.00:00:00: it must be between zero and a day.")]
    [InlineData("SchemaCheck__Wait", "soon", "SchemaCheck:Wait is \"soon\": it must be a time such as 00:00:30.")]
    [InlineData("SchemaCheck__VersionTableName", "a\"b", "VersionTableName is \"a\"b\": it must be a plain identifier.")]
    public async Task Start_SettingThatCannotBeMeant_IsRefused(string setting, string value, string message)
    {
        var ended = await NotStartedAsync("Host=127.0.0.1", ExitCode.Usage, null, (setting, value));

        ended.Says("The schema cannot be checked: ", message);
    }

    [Fact]
    public async Task Start_ManifestOfALaterFormat_IsRefused()
    {
        var later = ApplicationBuild.With(manifest => manifest["format"] = 2);

        var ended = await NotStartedAsync("Host=127.0.0.1", ExitCode.Usage, later);

        ended.Says("The schema cannot be checked: migrations.manifest.json in WebApi has format 2; this version reads format 1.");
    }

    [Fact]
    public async Task Start_StoppedWhileItWaits_EndsWithTheCodeOfTheLastLook()
    {
        await using var shop = await Shop.CreateAsync(server, "AddRefundedStatus");
        await using var application = Application.Start(shop.Connection);
        await application.UntilItSaysAsync("then this process stops. Run: dotnet migrator up --target latest");

        application.Send(Signal.Terminate);
        var ended = await application.EndAsync();

        ended.Exits(ExitCode.Pending)
            .Says("2 missing (MakeProductPriceOptional, DropProductPrice). Stopped while waiting for it.\n");
    }

    [Fact]
    public async Task Stop_ARunningApplication_EndsWithSuccess()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        await using var application = await Application.RunAsync(shop.Connection);

        application.Send(Signal.Terminate);

        (await application.EndAsync()).Exits(ExitCode.Success);
    }

    // It ends by itself, with this code, one message, and without having tried to open its port.
    private static async Task<ToolResult> NotStartedAsync(
        string? connection, ExitCode code, ApplicationBuild? build = null, params (string Name, string Value)[] settings)
    {
        using var taken = Listening();
        var all = new Dictionary<string, string>(Once);
        foreach (var (name, value) in settings)
            all[name] = value;
        await using var application = Application.Start(connection, build, all, PortOf(taken));

        var ended = await application.EndAsync();

        ended.Exits(code);
        Assert.Equal("", ended.Error);
        Assert.DoesNotContain(Attempt, ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("listening", ended.Out, StringComparison.Ordinal);
        Assert.Equal(1, ended.Out.Split("fail: ").Length - 1);
        Assert.Contains("fail: Microsoft.Extensions.Hosting.Internal.Host[11]\n      Hosting failed to start\n      ", ended.Out,
            StringComparison.Ordinal);
        return ended;
    }

    private static TcpListener Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
