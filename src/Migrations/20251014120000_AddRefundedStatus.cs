using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Reference data that the code depends on belongs to the schema, so it travels with it and not with a seed script.
/// While an order is refunded its foreign key stops the Down, which is better than an order without a status.
/// </summary>
[Migration(2025_10_14_12_00_00)]
public sealed class AddRefundedStatus : Migration
{
    public override void Up() =>
        Insert.IntoTable("order_statuses").Row(new { code = "refunded", label = "Money returned" });

    public override void Down() => Delete.FromTable("order_statuses").Row(new { code = "refunded" });
}
