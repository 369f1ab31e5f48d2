using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// A profile runs after every migrate, so each statement skips what is there. Rows are found by their natural keys,
/// since ids differ from one machine to the next. It is written for the newest schema and changes with it.
/// </summary>
[Profile("Development")]
public sealed class DevelopmentData : ForwardOnlyMigration
{
    public override void Up()
    {
        Execute.Sql("""
            INSERT INTO customers (email, full_name)
            VALUES ('ada@example.com', 'Ada Example'), ('bo@example.com', 'Bo Example')
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql("""
            INSERT INTO products (sku, name)
            VALUES ('MUG-01', 'Mug'), ('TEA-07', 'Green tea')
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql("""
            INSERT INTO product_prices (product_id, currency, amount)
            SELECT id, currency, amount
            FROM products
            JOIN (VALUES ('MUG-01', 'EUR', 9.50), ('MUG-01', 'USD', 10.90), ('TEA-07', 'EUR', 6.00))
                AS price (sku, currency, amount) USING (sku)
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql("""
            INSERT INTO orders (public_id, customer_id, status, total)
            SELECT '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01', id, 'paid', 25.00
            FROM customers WHERE lower(email) = 'ada@example.com'
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql("""
            INSERT INTO order_lines (order_id, line_number, product_id, quantity, unit_price)
            SELECT orders.id, line_number, products.id, quantity, unit_price
            FROM (VALUES (1, 'MUG-01', 2, 9.50), (2, 'TEA-07', 1, 6.00)) AS line (line_number, sku, quantity, unit_price)
            JOIN products USING (sku)
            JOIN orders ON orders.public_id = '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01'
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql("""
            INSERT INTO payments (order_id, provider, provider_reference, amount)
            SELECT id, 'example', 'dev-0001', total
            FROM orders WHERE public_id = '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01'
            ON CONFLICT DO NOTHING
            """);
    }
}
