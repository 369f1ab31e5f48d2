using System.Net;
using System.Text.Json;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class PagingTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task Next_LeadsThroughAllCustomersOnce()
    {
        var first = await shop.CustomerAsync();
        long[] added = [first, await shop.CustomerAsync(), await shop.CustomerAsync(), await shop.CustomerAsync(),
            await shop.CustomerAsync()];

        var pages = await PagesAsync($"/customers?after={first - 1}&limit=2");

        Assert.Equal([2, 2, 1], pages.Select(page => page.Count));
        Assert.Equal(added, pages.SelectMany(page => page).Select(customer => customer.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Next_LeadsThroughAllProductsOnce()
    {
        var first = await shop.ProductAsync(1m);
        long[] added = [first, await shop.ProductAsync(2m), await shop.ProductAsync(3m)];

        var pages = await PagesAsync($"/products?after={first - 1}&limit=3");

        Assert.Equal(added, Assert.Single(pages).Select(product => product.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Next_LeadsThroughACustomersOrders_NewestFirst_AlsoOfOneMoment()
    {
        var customer = await shop.CustomerAsync();
        var product = await shop.ProductAsync(1m);
        List<string> placed = [];
        for (var i = 0; i < 5; i++)
            placed.Add((await shop.OrderAsync(customer, (product, 1))).GetProperty("id").GetString()!);
        await shop.Database.ExecuteAsync($"UPDATE orders SET placed_at = '2026-01-01Z' WHERE customer_id = {customer}");

        var pages = await PagesAsync($"/customers/{customer}/orders?limit=2");

        Assert.Equal(Enumerable.Reverse(placed),
            pages.SelectMany(page => page).Select(order => order.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Next_LeadsThroughTheOrdersOfAStatus()
    {
        var customer = await shop.CustomerAsync();
        var product = await shop.ProductAsync(1m);
        for (var i = 0; i < 3; i++)
            await shop.OrderAsync(customer, (product, 1));
        await shop.Database.ExecuteAsync($"UPDATE orders SET status = 'shipped' WHERE customer_id = {customer}");

        var pages = await PagesAsync("/orders?status=shipped&limit=2");

        Assert.Equal([2, 1], pages.Select(page => page.Count));
        Assert.All(pages.SelectMany(page => page), order => Assert.Equal("shipped", order.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task List_AfterAnOrderThatIsNotThere_IsEmpty() =>
        Assert.Equal("""{"items":[],"next":null}""",
            (await shop.GetAsync($"/orders?after={Guid.NewGuid()}")).Is(HttpStatusCode.OK).Body);

    [Theory]
    [InlineData("/customers?limit=0")]
    [InlineData("/customers?limit=101")]
    [InlineData("/products?limit=-1")]
    [InlineData("/orders?limit=1000")]
    [InlineData("/customers/1/orders?limit=0")]
    public async Task List_LimitThatIsNone_IsNamed(string path) =>
        (await shop.GetAsync(path)).IsInvalid(HttpStatusCode.BadRequest, "limit");

    [Theory]
    [InlineData("/customers?limit=many")]
    [InlineData("/customers?after=ada")]
    [InlineData("/orders?after=1")]
    public async Task List_ParameterThatCannotBeRead_IsABadRequest(string path) =>
        (await shop.GetAsync(path)).IsProblem(HttpStatusCode.BadRequest);

    private async Task<List<List<JsonElement>>> PagesAsync(string first)
    {
        List<List<JsonElement>> pages = [];
        for (var next = first; next is not null;)
        {
            var page = (await shop.GetAsync(next)).Is(HttpStatusCode.OK).Json;
            pages.Add([.. page.GetProperty("items").EnumerateArray()]);
            next = page.GetProperty("next").GetString();
        }

        return pages;
    }
}
