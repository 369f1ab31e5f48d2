using System.Net;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class DatabaseAwayTests(TestServer server)
{
    [Fact]
    public async Task Request_TheDatabaseWentAway_IsToldToTryAgain()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        var direct = new NpgsqlConnectionStringBuilder(shop.Connection);
        using var way = new LatePort();
        way.Open(direct.Host!, direct.Port);
        await using var application = await Application.RunAsync(
            new NpgsqlConnectionStringBuilder(shop.Connection)
            { Host = "127.0.0.1", Port = way.Number, Pooling = false }.ConnectionString);
        way.Dispose();

        using var answer = await application.Http.GetAsync("/customers", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
        await application.UntilItSaysAsync("The database does not answer: ");
        Assert.DoesNotContain("fail:", application.Said, StringComparison.Ordinal);

        // It says so itself, and stays: a restart would bring no database.
        Assert.Equal("unreachable", (await application.GetAsync("/version")).GetProperty("verdict").GetString());
        Assert.Equal("Healthy", await application.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }
}
