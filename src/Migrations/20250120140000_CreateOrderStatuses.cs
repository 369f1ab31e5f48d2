using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// A table, not a PostgreSQL enum: an enum can never lose a value again. A row can go, and can carry a label.
/// The key is the word itself, so that nobody has to know what status 3 was.
/// </summary>
[Migration(2025_01_20_14_00_00)]
public sealed class CreateOrderStatuses : Migration
{
    public override void Up()
    {
        Create.Table("order_statuses")
            .WithColumn("code").AsString().PrimaryKey("pk_order_statuses")
            .WithColumn("label").AsString().NotNullable();

        Insert.IntoTable("order_statuses")
            .Row(new { code = "pending", label = "Waiting for payment" })
            .Row(new { code = "paid", label = "Paid" })
            .Row(new { code = "shipped", label = "On its way" })
            .Row(new { code = "cancelled", label = "Cancelled" });
    }

    public override void Down() => Delete.Table("order_statuses");
}
