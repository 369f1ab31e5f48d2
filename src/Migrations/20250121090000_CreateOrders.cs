using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Customers see public_id: a counting id in a link tells everyone how much is sold, and can be guessed.
/// It is raw SQL, because SystemMethods.NewGuid means uuid_generate_v4() here, which needs an extension.
/// </summary>
[Migration(2025_01_21_09_00_00)]
[LintWaiver("silent-loss", "That Unique() makes an index is what is meant: nothing refers to it as a constraint.")]
[LintWaiver("many-tables-locked", "Nobody but a migration writes to order_statuses, so no transaction waits for both.")]
public sealed class CreateOrders : Migration
{
    public override void Up()
    {
        Create.Table("orders")
            .WithColumn("id").AsInt64().PrimaryKey("pk_orders").Identity()
            .WithColumn("public_id").AsGuid().NotNullable()
                .WithDefaultValue(RawSql.Insert("gen_random_uuid()")).Unique("ux_orders_public_id")
            .WithColumn("customer_id").AsInt64().NotNullable()
                .ForeignKey("fk_orders_customer_id", "customers", "id").Indexed("ix_orders_customer_id")
            .WithColumn("status").AsString().NotNullable().WithDefaultValue("pending")
                .ForeignKey("fk_orders_status", "order_statuses", "code")
            .WithColumn("placed_at").AsDateTimeOffset().NotNullable().WithDefault(SystemMethods.CurrentDateTimeOffset);
    }

    public override void Down() => Delete.Table("orders");
}
