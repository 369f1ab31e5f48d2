using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// A release that no longer writes price must run before the column can go; while it is NOT NULL, its inserts fail.
/// Not Alter.Column: it restates the type, and PostgreSQL refuses that for a column that a trigger names.
/// </summary>
[Migration(2025_11_12_09_00_00)]
[LintWaiver("drop-not-null", "The release that runs now reads price from product_prices.")]
public sealed class MakeProductPriceOptional : Migration
{
    public override void Up() => Execute.Sql("ALTER TABLE products ALTER COLUMN price DROP NOT NULL");

    // Products that were made without it get their price back. One that is not sold in EUR stops the Down.
    public override void Down()
    {
        Execute.Sql("""
            UPDATE products SET price = product_prices.amount
            FROM product_prices
            WHERE product_id = products.id AND currency = 'EUR' AND price IS NULL
            """);
        Execute.Sql("ALTER TABLE products ALTER COLUMN price SET NOT NULL");
    }
}
