using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Long SQL reads better as SQL. The script is history like this file: a new version of the view is a new script,
/// never an edit, or a fresh database would differ from those that ran the old one.
/// </summary>
[Migration(2025_05_13_14_00_00)]
public sealed class CreateCustomerOrderSummary : Migration
{
    public override void Up() => Execute.EmbeddedScript("20250513140000_CustomerOrderSummary.sql");

    public override void Down()
    {
        Execute.Sql("DROP VIEW customer_order_summary");
        Execute.Sql("DROP FUNCTION order_total(bigint)");
    }
}
