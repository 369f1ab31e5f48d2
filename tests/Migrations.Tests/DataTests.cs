using Migrator;
using Migrator.TestSupport;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>What the migrations do with rows that are there.</summary>
public sealed class DataTests(TestServer server)
{
    private const string Counts = """
        SELECT concat_ws(' ', (SELECT count(*) FROM customers), (SELECT count(*) FROM products), (SELECT count(*) FROM product_prices),
                              (SELECT count(*) FROM orders), (SELECT count(*) FROM order_lines), (SELECT count(*) FROM payments))
        """;

    private const string Rows = """
        INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada'), ('bo@example.com', 'Bo');
        INSERT INTO products (sku, name, price) VALUES ('MUG', 'Mug', 9.50), ('TEA', 'Tea', 6.00);
        INSERT INTO orders (customer_id) SELECT id FROM customers, generate_series(1, 3);
        INSERT INTO order_lines (order_id, line_number, product_id, quantity, unit_price)
        SELECT orders.id, row_number() OVER (PARTITION BY orders.id), products.id, orders.id, price FROM orders, products WHERE orders.id < 6;
        INSERT INTO payments (order_id, provider, provider_reference, amount, provider_payload)
        SELECT id, 'example', id::text, 1, '{"holder": "Ada"}' FROM orders;
        """;

    [Fact]
    public async Task Backfill_FillsEveryTotalAndOverwritesNone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up(nameof(CreatePayments));
        await database.ExecuteAsync(Rows);
        await engine.Up(nameof(AddOrderTotal));
        await database.ExecuteAsync("UPDATE orders SET total = 1 WHERE id = 2");

        Assert.Equal(OutcomeKind.Applied, (await engine.Up(nameof(RequireOrderTotal))).Kind);

        // Order n has n of each product at 15.50 for the pair; the sixth has no lines.
        Assert.Equal(["1:15.50", "2:1.00", "3:46.50", "4:62.00", "5:77.50", "6:0.00"],
            await database.ColumnAsync<string>("SELECT concat(id, ':', total) FROM orders ORDER BY id"));
    }

    [Fact]
    public async Task Backfill_MoreThanABatch_ReachesTheLastRow()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up(nameof(AddOrderTotal));
        await database.ExecuteAsync("""
            INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada');
            INSERT INTO orders (customer_id) SELECT id FROM customers, generate_series(1, 20001);
            """);

        Assert.Equal(OutcomeKind.Applied, (await engine.Up(nameof(BackfillOrderTotals))).Kind);

        Assert.Equal(20001, await database.ScalarAsync<long>("SELECT count(*) FROM orders WHERE total = 0"));
    }

    [Fact]
    public async Task Erasure_LeavesNoPayload()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up(nameof(CreatePayments));
        await database.ExecuteAsync(Rows);

        await engine.Up(nameof(ErasePaymentPayloads));

        Assert.Equal(6, await database.ScalarAsync<long>("SELECT count(*) FROM payments WHERE provider_payload IS NULL"));
    }

    [Fact]
    public async Task Prices_MoveToTheirTableAndBack()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up(nameof(CreatePayments));
        await database.ExecuteAsync(Rows);
        await engine.Up(nameof(AddProductPrices));
        // An old release goes on writing the old column.
        await database.ExecuteAsync("UPDATE products SET price = 10 WHERE sku = 'MUG'; INSERT INTO products (sku, name, price) "
            + "VALUES ('PEN', 'Pen', 2)");

        await engine.Up();

        const string Prices = "SELECT concat(sku, ':', amount, currency) FROM products JOIN product_prices ON product_id = "
            + "products.id ORDER BY 1";
        Assert.Equal(["MUG:10.00EUR", "PEN:2.00EUR", "TEA:6.00EUR"], await database.ColumnAsync<string>(Prices));

        await engine.Down(nameof(AddProductPrices));
        Assert.Equal(["MUG:10.00", "PEN:2.00", "TEA:6.00"],
            await database.ColumnAsync<string>("SELECT concat(sku, ':', price) FROM products ORDER BY 1"));
    }

    [Fact]
    public async Task Profile_Twice_AddsNothingTheSecondTime()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine("Development");
        await engine.Up();
        var once = await database.ScalarAsync<string>(Counts);

        var outcome = await engine.Up();

        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
        Assert.Equal("2 2 3 1 2 1", once);
        Assert.Equal(once, await database.ScalarAsync<string>(Counts));
        Assert.Equal("1 25.00", await database.ScalarAsync<string>(
            "SELECT concat_ws(' ', order_count, total_spent) FROM customer_order_summary JOIN customers ON id = customer_id "
            + "WHERE email = 'ada@example.com'"));
    }

    [Fact]
    public async Task WithoutTheProfile_OnlyReferenceDataIsThere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine().Up();

        Assert.Equal("0 0 0 0 0 0", await database.ScalarAsync<string>(Counts));
        Assert.Equal(["cancelled", "paid", "pending", "refunded", "shipped"],
            await database.ColumnAsync<string>("SELECT code FROM order_statuses ORDER BY 1"));
    }
}
