using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Contract: a release that still reads price breaks here, hence the mark. It waits for the last of them to be gone.
/// The Down moves the prices back, so that the older release finds them where it left them.
/// </summary>
[Migration(2025_12_02_08_00_00, BreakingChange = true)]
[LintWaiver("trigger-policy-rule", "The trigger names the column, and both go in an instant.")]
public sealed class DropProductPrice : Migration
{
    public override void Up()
    {
        Execute.Sql("DROP TRIGGER products_copy_price ON products");
        Execute.Sql("DROP FUNCTION copy_product_price()");
        Delete.Column("price").FromTable("products");
    }

    public override void Down()
    {
        Alter.Table("products").AddColumn("price").AsDecimal(12, 2).Nullable();
        Execute.Sql("""
            UPDATE products SET price = product_prices.amount
            FROM product_prices
            WHERE product_id = products.id AND currency = 'EUR'
            """);
        Execute.EmbeddedScript("20250903090000_CopyProductPrice.sql");
    }
}
