using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// A foreign key that checks the old rows holds a lock against writers on both tables until it has seen them all.
/// NOT VALID binds new rows from now on and takes its lock for a moment only.
/// </summary>
[Migration(2025_04_24_09_00_00)]
public sealed class AddOrderLineProductKey : Migration
{
    public override void Up() =>
        Execute.Sql("""
            ALTER TABLE order_lines
                ADD CONSTRAINT fk_order_lines_product_id FOREIGN KEY (product_id) REFERENCES products (id) NOT VALID
            """);

    public override void Down() => Delete.ForeignKey("fk_order_lines_product_id").OnTable("order_lines");
}
