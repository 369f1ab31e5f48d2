using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Not in the migration before: its transaction would keep the strong lock of the ALTER during the long scan.
/// Alone, VALIDATE takes a weak lock that lets everyone read and write.
/// </summary>
[Migration(2025_04_24_09_30_00)]
public sealed class ValidateOrderLineProductKey : Migration
{
    public override void Up() => Execute.Sql("ALTER TABLE order_lines VALIDATE CONSTRAINT fk_order_lines_product_id");

    // Nothing can make a constraint unvalidated again but to make it anew; one statement leaves no gap.
    public override void Down() =>
        Execute.Sql("""
            ALTER TABLE order_lines
                DROP CONSTRAINT fk_order_lines_product_id,
                ADD CONSTRAINT fk_order_lines_product_id FOREIGN KEY (product_id) REFERENCES products (id) NOT VALID
            """);
}
