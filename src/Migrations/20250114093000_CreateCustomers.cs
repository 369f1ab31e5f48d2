using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// A bigint identity never runs out, and GENERATED ALWAYS refuses an id that some import script made up.
/// Strings are text: a length limit is a rule of the business, and changing one later means a lock on the table.
/// </summary>
[Migration(2025_01_14_09_30_00)]
public sealed class CreateCustomers : Migration
{
    public override void Up()
    {
        Create.Table("customers")
            .WithColumn("id").AsInt64().PrimaryKey("pk_customers").Identity()
            .WithColumn("email").AsString().NotNullable()
            .WithColumn("full_name").AsString().NotNullable()
            .WithColumn("created_at").AsDateTimeOffset().NotNullable().WithDefault(SystemMethods.CurrentDateTimeOffset);
    }

    public override void Down() => Delete.Table("customers");
}
