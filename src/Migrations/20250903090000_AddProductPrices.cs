using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Expand: prices get a table with a currency, and products.price stays, since releases that know only it still run.
/// The trigger comes first and its lock keeps writers out, so no price is changed between it and the copy.
/// </summary>
[Migration(2025_09_03_09_00_00)]
[LintWaiver("trigger-policy-rule", "The lock is wanted: without it a price could change between the trigger and the copy.")]
[LintWaiver("unbatched-write", "Thousands of products, not millions: the copy takes milliseconds.")]
public sealed class AddProductPrices : Migration
{
    public override void Up()
    {
        Create.Table("product_prices")
            .WithColumn("product_id").AsInt64().PrimaryKey("pk_product_prices")
                .ForeignKey("fk_product_prices_product_id", "products", "id")
            .WithColumn("currency").AsString().PrimaryKey("pk_product_prices")
            .WithColumn("amount").AsDecimal(12, 2).NotNullable();

        Execute.EmbeddedScript("20250903090000_CopyProductPrice.sql");

        // One statement will do: there are thousands of products, not millions.
        Execute.Sql("INSERT INTO product_prices (product_id, currency, amount) SELECT id, 'EUR', price FROM products");
    }

    public override void Down()
    {
        Execute.Sql("DROP TRIGGER products_copy_price ON products");
        Execute.Sql("DROP FUNCTION copy_product_price()");
        Delete.Table("product_prices");
    }
}
