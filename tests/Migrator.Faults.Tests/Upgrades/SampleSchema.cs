using Migrator.TestSupport;
using Storefront.Migrations;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>The sample schema's year of migrations.</summary>
internal static class SampleSchema
{
    private const string Rows = $$"""
        INSERT INTO customers (email, full_name) SELECT n || '-{{TestDatabase.RowData}}@example.com', '{{TestDatabase.RowData}}' FROM generate_series(1, 20) AS n;
        INSERT INTO products (sku, name, price) SELECT '{{TestDatabase.RowData}}' || n, '{{TestDatabase.RowData}}', n FROM generate_series(1, 9) AS n;
        INSERT INTO orders (customer_id) SELECT id FROM customers, generate_series(1, 5);
        INSERT INTO order_lines (order_id, line_number, product_id, quantity, unit_price)
        SELECT orders.id, row_number() OVER (PARTITION BY orders.id), products.id, 1 + orders.id % 3, price FROM orders, products WHERE orders.id % 7 > 0;
        INSERT INTO payments (order_id, provider, provider_reference, amount, provider_payload)
        SELECT id, 'example', id::text, 1, '{"holder": "{{TestDatabase.RowData}}"}' FROM orders;
        """;

    public static string Assembly { get; } = typeof(CreateCustomers).Assembly.Location;

    /// <summary>All of it, on an empty database.</summary>
    public static Task<Upgrade> FromNothingAsync(DatabaseServer server) => Upgrade.FromAsync(server, Assembly);

    /// <summary>The later two thirds, on tables with rows.</summary>
    public static Task<Upgrade> FromTablesWithRowsAsync(DatabaseServer server) =>
        Upgrade.FromAsync(server, Assembly, nameof(CreatePayments), Rows);
}
