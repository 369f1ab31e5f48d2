using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Payment providers repeat their callbacks. The unique pair makes the second one fail, so that no money counts twice.
/// order_id is indexed at once: PostgreSQL indexes the side that a foreign key points at, never the side that it is on.
/// </summary>
[Migration(2025_02_06_11_00_00)]
public sealed class CreatePayments : Migration
{
    public override void Up()
    {
        Create.Table("payments")
            .WithColumn("id").AsInt64().PrimaryKey("pk_payments").Identity()
            .WithColumn("order_id").AsInt64().NotNullable()
                .ForeignKey("fk_payments_order_id", "orders", "id").Indexed("ix_payments_order_id")
            .WithColumn("provider").AsString().NotNullable()
            .WithColumn("provider_reference").AsString().NotNullable()
            .WithColumn("amount").AsDecimal(12, 2).NotNullable()
            .WithColumn("paid_at").AsDateTimeOffset().NotNullable().WithDefault(SystemMethods.CurrentDateTimeOffset)
            .WithColumn("provider_payload").AsCustom("jsonb").Nullable();

        Create.UniqueConstraint("ux_payments_provider_reference").OnTable("payments")
            .Columns("provider", "provider_reference");
    }

    public override void Down() => Delete.Table("payments");
}
