using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class ProductTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task Add_IsCreatedWithAllItsPrices()
    {
        var sku = OpenShop.NewName();

        var added = (await shop.PostAsync("/products",
            new
            {
                sku,
                name = "Mug",
                prices = new[] { new { currency = "USD", amount = 10.9m }, new { currency = "EUR", amount = 9.5m } }
            }))
            .Is(HttpStatusCode.Created);
        var got = (await shop.GetAsync(added.Location!)).Is(HttpStatusCode.OK).Json;

        Assert.Equal(added.Body, got.GetRawText());
        Assert.Equal(sku, got.GetProperty("sku").GetString());
        Assert.Equal(
            [("EUR", 9.50m), ("USD", 10.90m)],
            got.GetProperty("prices").EnumerateArray()
                .Select(price => (price.GetProperty("currency").GetString(), price.GetProperty("amount").GetDecimal())));
    }

    [Fact]
    public async Task Add_SameSku_IsAConflictAndAddsNoPrice()
    {
        var sku = OpenShop.NewName();
        await shop.PostAsync("/products", new { sku, name = "Mug", prices = new[] { new { currency = "EUR", amount = 1m } } });

        (await shop.PostAsync("/products", new { sku, name = "Cup", prices = new[] { new { currency = "USD", amount = 2m } } }))
            .IsProblem(HttpStatusCode.Conflict);

        Assert.Equal("EUR 1.00", await shop.Database.ScalarAsync<string>(
            $"SELECT string_agg(currency || ' ' || amount, ',') FROM products JOIN product_prices ON product_id = id WHERE sku = '{sku}'"));
    }

    [Theory]
    [InlineData("""[]""", "prices")]
    [InlineData("""null""", "prices")]
    [InlineData("""[null]""", "prices")]
    [InlineData("""[{"currency": "eur", "amount": 1}]""", "prices[0].currency")]
    [InlineData("""[{"amount": 1}]""", "prices[0].currency")]
    [InlineData("""[{"currency": "EUR", "amount": 1}, {"currency": "USD", "amount": 0}]""", "prices[1].amount")]
    [InlineData("""[{"currency": "EUR", "amount": 1.005}]""", "prices[0].amount")]
    [InlineData("""[{"currency": "EUR", "amount": 1000000}]""", "prices[0].amount")]
    public async Task Add_PriceThatCannotBe_IsNamed(string prices, string field) =>
        (await shop.SendAsync(HttpMethod.Post, "/products",
            $$"""{"sku": "{{OpenShop.NewName()}}", "name": "Mug", "prices": {{prices}}}"""))
            .IsInvalid(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Add_TwoPricesInOneCurrency_IsUnprocessable() =>
        (await shop.PostAsync("/products",
            new
            {
                sku = OpenShop.NewName(),
                name = "Mug",
                prices = new[] { new { currency = "EUR", amount = 1m }, new { currency = "EUR", amount = 2m } }
            }))
            .IsInvalid(HttpStatusCode.UnprocessableEntity, "prices");

    [Fact]
    public async Task Get_WithoutAPrice_HasNone()
    {
        var id = await shop.Database.ScalarAsync<long>($"INSERT INTO products (sku, name) VALUES ('{OpenShop.NewName()}', "
            + $"'Unsold') RETURNING id");

        Assert.Equal(0,
            (await shop.GetAsync($"/products/{id}")).Is(HttpStatusCode.OK).Json.GetProperty("prices").GetArrayLength());
    }

    [Fact]
    public async Task Get_Unknown_IsNotFound() => (await shop.GetAsync("/products/999999")).IsProblem(HttpStatusCode.NotFound);
}
