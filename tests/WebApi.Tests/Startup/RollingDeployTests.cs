using System.Net;
using System.Net.Http.Json;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Startup;

/// <summary>
/// Releases follow each other while the shop is open: first the schema that both can live with, then the new build; at last the
/// step that takes away what only old builds need.
/// </summary>
public sealed class RollingDeployTests(TestServer server)
{
    private static readonly ApplicationBuild First = ApplicationBuild.Before(2);
    private static readonly ApplicationBuild Second = ApplicationBuild.Before(1);
    private static readonly ApplicationBuild Third = ApplicationBuild.Current;

    [Fact]
    public async Task Releases_FollowEachOther_WithoutAMomentThatTheShopIsClosed()
    {
        await using var shop = await Shop.CreateAsync(server, "AddRefundedStatus");
        await using var first = await Application.RunAsync(shop.Connection, First);
        await OpenAsync(first, "upToDate");

        // The second release: its build waits, the first one works on.
        await using var second = Application.Start(shop.Connection, Second);
        await second.UntilItSaysAsync("1 missing (MakeProductPriceOptional). No deploy is running.");
        await OpenAsync(first, "upToDate");

        (await shop.UpAsync("MakeProductPriceOptional")).Exits(ExitCode.Success);
        await second.UntilItListensAsync();
        await OpenAsync(second, "upToDate");
        await OpenAsync(first, "ahead");
        // A node was lost: the old build starts once more on the new schema.
        await using (var again = await Application.RunAsync(shop.Connection, First))
            await OpenAsync(again, "ahead");

        // The third release takes away what the first one may still read: only then is it no longer let in.
        await using var third = Application.Start(shop.Connection, Third);
        await third.UntilItSaysAsync("1 missing (DropProductPrice). No deploy is running.");
        (await shop.UpAsync("latest")).Exits(ExitCode.Success);
        await third.UntilItListensAsync();
        await OpenAsync(third, "upToDate");
        foreach (var old in (ApplicationBuild[])[First, Second])
        {
            await using var late = Application.Start(shop.Connection, old);
            (await late.EndAsync()).Exits(ExitCode.Diverged)
                .Says("The database is too new for Storefront: the breaking migration 20251202080000 is applied");
        }

        // Those that run are not thrown out: whether they still work is what the mark on the migration is for.
        Assert.Equal("tooNew", (await first.GetAsync("/version")).GetProperty("verdict").GetString());
        Assert.Equal("Healthy", await first.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    // Ready, and it takes an order.
    private static async Task OpenAsync(Application application, string verdict)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Equal("Healthy", await application.Http.GetStringAsync("/health/ready", token));
        Assert.Equal(verdict, (await application.GetAsync("/version")).GetProperty("verdict").GetString());
        using var added = await application.Http.PostAsJsonAsync("/customers",
            new { email = $"{Guid.NewGuid():N}@example.com", fullName = "Ada" }, token);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }
}
