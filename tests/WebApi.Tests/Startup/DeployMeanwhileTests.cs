using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Npgsql;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Startup;

/// <summary>Application and deploy step start together, as in a real release.</summary>
public sealed class DeployMeanwhileTests(TestServer server)
{
    private const string Listening = "Now listening on";

    [Fact]
    public async Task Start_TheDeployIsStillAtWork_WaitsForItsEnd()
    {
        await using var shop = await Shop.CreateAsync(server, "MakeProductPriceOptional");
        await using var application = Application.Start(shop.Connection);
        await application.UntilItSaysAsync("1 missing (DropProductPrice). No deploy is running.");

        // Somebody has the table, so that the deploy step takes as long as we want.
        await using var other = new NpgsqlConnection(shop.Database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("LOCK TABLE products IN ACCESS SHARE MODE", other))
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var deploy = shop.Deploy("latest");
        await application.UntilItSaysAsync("1 missing (DropProductPrice). A deploy is at work: run ");
        Assert.DoesNotContain(Listening, application.Said, StringComparison.Ordinal);

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        (await deploy.EndAsync()).Exits(ExitCode.Success);
        await application.UntilItListensAsync();

        Assert.Equal("Healthy", await application.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        Assert.Matches("(?s)No deploy is running.*A deploy is at work.*has the schema it needs.*Now listening on",
            application.Said);
    }

    [Fact]
    public async Task Start_BeforeThereIsAnything_WaitsForDatabaseAndDeploy()
    {
        await using var shop = await Shop.CreateAsync(server);
        await using var application = Application.Start(shop.Connection);
        await application.UntilItSaysAsync("the database is at zero, 22 missing");

        (await shop.UpAsync("latest")).Exits(ExitCode.Success);
        await application.UntilItListensAsync();

        var version = await application.GetAsync("/version");
        Assert.Equal("upToDate", version.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Start_OfTwoReplicas_NeitherHoldsUpTheDeployOrTheOther()
    {
        await using var shop = await Shop.CreateAsync(server, "MakeProductPriceOptional");
        await using var one = Application.Start(shop.Connection);
        await using var two = Application.Start(shop.Connection);
        await Task.WhenAll(one.UntilItSaysAsync("Waiting up to"), two.UntilItSaysAsync("Waiting up to"));

        (await shop.UpAsync("latest")).Exits(ExitCode.Success);

        await Task.WhenAll(one.UntilItListensAsync(), two.UntilItListensAsync());
    }
}
