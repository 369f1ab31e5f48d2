using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>Every step here has an obvious opposite, so the Down is derived. One written by hand could only be wrong.</summary>
[Migration(2025_01_14_10_15_00)]
[LintWaiver("silent-loss", "That Unique() makes an index is what is meant: nothing refers to it as a constraint.")]
public sealed class CreateProducts : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("products")
            .WithColumn("id").AsInt64().PrimaryKey("pk_products").Identity()
            .WithColumn("sku").AsString().NotNullable().Unique("ux_products_sku")
            .WithColumn("name").AsString().NotNullable()
            .WithColumn("created_at").AsDateTimeOffset().NotNullable().WithDefault(SystemMethods.CurrentDateTimeOffset)
            .WithColumn("price").AsDecimal(12, 2).NotNullable();
    }
}
