using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// line_total is generated from the first day: adding a stored generated column later rewrites the whole table
/// while nobody can read it. The CHECK is free today too, as there is no row to look at.
/// </summary>
[Migration(2025_01_21_09_45_00)]
public sealed class CreateOrderLines : Migration
{
    public override void Up()
    {
        Create.Table("order_lines")
            .WithColumn("order_id").AsInt64().PrimaryKey("pk_order_lines")
                .ForeignKey("fk_order_lines_order_id", "orders", "id")
            .WithColumn("line_number").AsInt32().PrimaryKey("pk_order_lines")
            .WithColumn("product_id").AsInt64().NotNullable().Indexed("ix_order_lines_product_id")
            .WithColumn("quantity").AsInt32().NotNullable()
            .WithColumn("unit_price").AsDecimal(12, 2).NotNullable()
            .WithColumn("line_total").AsDecimal(12, 2).NotNullable().Computed("quantity * unit_price", stored: true);

        Execute.Sql("ALTER TABLE order_lines ADD CONSTRAINT ck_order_lines_quantity CHECK (quantity > 0)");
    }

    public override void Down() => Delete.Table("order_lines");
}
