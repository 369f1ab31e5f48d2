using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class OrderTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task Place_IsCreatedAtTodaysPrices()
    {
        var customer = await shop.CustomerAsync();
        var mug = await shop.ProductAsync(9.50m);
        var tea = await shop.ProductAsync(6.00m);

        var placed = (await shop.PostAsync("/orders",
            new
            {
                customerId = customer,
                lines = new[] { new { productId = mug, quantity = 2 }, new { productId = tea, quantity = 1 } }
            }))
            .Is(HttpStatusCode.Created);
        await shop.Database.ExecuteAsync($"UPDATE product_prices SET amount = 1 WHERE product_id = {mug}");
        var got = (await shop.GetAsync(placed.Location!)).Is(HttpStatusCode.OK);

        Assert.Equal(placed.Body, got.Body);
        Assert.Equal(("pending", 25.00m),
            (got.Json.GetProperty("status").GetString(), got.Json.GetProperty("total").GetDecimal()));
        Assert.Equal(
            [(1, mug, 2, 9.50m, 19.00m), (2, tea, 1, 6.00m, 6.00m)],
            got.Json.GetProperty("lines").EnumerateArray()
                .Select(line => (line.GetProperty("number").GetInt32(), line.GetProperty("productId").GetInt64(),
                line.GetProperty("quantity").GetInt32(), line.GetProperty("unitPrice").GetDecimal(),
                line.GetProperty("total").GetDecimal())));
    }

    [Fact]
    public async Task Place_WritesTheMessageAboutIt()
    {
        var customer = await shop.CustomerAsync();

        var order = await shop.OrderAsync(customer, (await shop.ProductAsync(3m), 2));

        Assert.Equal($$"""{"total": 6.00, "orderId": "{{order.GetProperty("id").GetString()}}", "customerId": {{customer}}}""",
            await shop.Database.ScalarAsync<string>($"SELECT payload::text FROM outbox_messages WHERE topic = 'order.placed' "
            + $"AND payload->>'customerId' = '{customer}'"));
    }

    [Fact]
    public async Task Place_UnknownProducts_AreNamedAndNothingIsPlaced()
    {
        var customer = await shop.CustomerAsync();
        var inDollars = await shop.ProductAsync(1m, "USD");

        var answer = await shop.PostAsync("/orders", new
        {
            customerId = customer,
            lines = new[]
                { new { productId = await shop.ProductAsync(1m), quantity = 1 }, new { productId = 999999L, quantity = 1 },
                    new { productId = inDollars, quantity = 1 } },
        });

        answer.IsInvalid(HttpStatusCode.UnprocessableEntity, "lines[1].productId", "lines[2].productId");
        Assert.Equal(0, await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM orders WHERE customer_id = {customer}"));
    }

    [Fact]
    public async Task Place_UnknownCustomer_IsNamed() =>
        (await shop.PostAsync("/orders",
            new { customerId = 999999, lines = new[] { new { productId = await shop.ProductAsync(1m), quantity = 1 } } }))
            .IsInvalid(HttpStatusCode.UnprocessableEntity, "customerId");

    [Fact]
    public async Task Place_ALineFails_LeavesNothingOfTheOrder()
    {
        var customer = await shop.CustomerAsync();
        var product = await shop.ProductAsync(1m);
        // The database's own last word: it comes after the order's row is written.
        await shop.Database.ExecuteAsync(
            $"ALTER TABLE order_lines ADD CONSTRAINT ck_test CHECK (product_id <> {product}) NOT VALID");

        (await shop.PostAsync("/orders",
            new { customerId = customer, lines = new[] { new { productId = product, quantity = 1 } } }))
                .IsProblem(HttpStatusCode.InternalServerError);

        await shop.Database.ExecuteAsync("ALTER TABLE order_lines DROP CONSTRAINT ck_test");
        Assert.Equal(0, await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM orders WHERE customer_id = {customer}"));
        Assert.Equal(0,
            await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox_messages WHERE payload->>'customerId' = "
            + $"'{customer}'"));
    }

    [Fact]
    public async Task Place_TheLargestOrder_Fits()
    {
        var product = await shop.ProductAsync(999_999.99m);

        var order = await shop.OrderAsync(await shop.CustomerAsync(), [.. Enumerable.Repeat((product, 100), 100)]);

        Assert.Equal(9_999_999_900.00m, order.GetProperty("total").GetDecimal());
    }

    [Theory]
    [InlineData("""{"customerId": 1, "lines": []}""", "lines")]
    [InlineData("""{"customerId": 1}""", "lines")]
    [InlineData("""{"customerId": 1, "lines": [null]}""", "lines")]
    [InlineData("""{"customerId": 1, "lines": [{"productId": 1, "quantity": 1}, {"productId": 1, "quantity": 0}]}""",
        "lines[1].quantity")]
    [InlineData("""{"customerId": 1, "lines": [{"productId": 1, "quantity": 101}]}""", "lines[0].quantity")]
    public async Task Place_FieldThatCannotBe_IsNamed(string body, string field) =>
        (await shop.SendAsync(HttpMethod.Post, "/orders", body)).IsInvalid(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Get_Unknown_IsNotFound()
    {
        (await shop.GetAsync($"/orders/{Guid.NewGuid()}")).IsProblem(HttpStatusCode.NotFound);
        // The counting id of an order is nobody's business.
        (await shop.GetAsync("/orders/1")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_UnknownStatus_IsNamed() =>
        (await shop.GetAsync("/orders?status=lost")).IsInvalid(HttpStatusCode.UnprocessableEntity, "status");
}
