using FluentMigrator;
using Storefront.Schema;

namespace Storefront.Migrations;

/// <summary>
/// A profile runs after every migrate, so each statement skips what is there. Rows are found by their natural keys,
/// since ids differ from one machine to the next. It is written for the newest schema and changes with it,
/// so it takes its names from there; a migration would not.
/// </summary>
[Profile("Development")]
public sealed class DevelopmentData : ForwardOnlyMigration
{
    public override void Up()
    {
        Execute.Sql($"""
            INSERT INTO {Customers.Table} ({Customers.Email}, {Customers.FullName})
            VALUES ('ada@example.com', 'Ada Example'), ('bo@example.com', 'Bo Example')
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql($"""
            INSERT INTO {Products.Table} ({Products.Sku}, {Products.Name})
            VALUES ('MUG-01', 'Mug'), ('TEA-07', 'Green tea')
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql($"""
            INSERT INTO {ProductPrices.Table} ({ProductPrices.ProductId}, {ProductPrices.Currency}, {ProductPrices.Amount})
            SELECT product.{Products.Id}, price.currency, price.amount
            FROM (VALUES ('MUG-01', 'EUR', 9.50), ('MUG-01', 'USD', 10.90), ('TEA-07', 'EUR', 6.00)) AS price (sku, currency, amount)
            JOIN {Products.Table} AS product ON product.{Products.Sku} = price.sku
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql($"""
            INSERT INTO {Orders.Table} ({Orders.PublicId}, {Orders.CustomerId}, {Orders.Status}, {Orders.Total})
            SELECT '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01', {Customers.Id}, 'paid', 25.00
            FROM {Customers.Table} WHERE lower({Customers.Email}) = 'ada@example.com'
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql($"""
            INSERT INTO {OrderLines.Table} ({OrderLines.OrderId}, {OrderLines.LineNumber}, {OrderLines.ProductId}, {OrderLines.Quantity}, {OrderLines.UnitPrice})
            SELECT placed.{Orders.Id}, line.number, product.{Products.Id}, line.quantity, line.price
            FROM (VALUES (1, 'MUG-01', 2, 9.50), (2, 'TEA-07', 1, 6.00)) AS line (number, sku, quantity, price)
            JOIN {Products.Table} AS product ON product.{Products.Sku} = line.sku
            JOIN {Orders.Table} AS placed ON placed.{Orders.PublicId} = '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01'
            ON CONFLICT DO NOTHING
            """);
        Execute.Sql($"""
            INSERT INTO {Payments.Table} ({Payments.OrderId}, {Payments.Provider}, {Payments.ProviderReference}, {Payments.Amount})
            SELECT {Orders.Id}, 'example', 'dev-0001', {Orders.Total}
            FROM {Orders.Table} WHERE {Orders.PublicId} = '5d3a1c52-0b0e-4c55-9f0e-6f6d3b1f7a01'
            ON CONFLICT DO NOTHING
            """);
    }
}
