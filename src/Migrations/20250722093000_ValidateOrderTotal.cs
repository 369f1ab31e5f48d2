using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// The long scan, alone in its transaction: orders are read and written while it runs.
/// If the backfill left a gap, this fails and nothing has changed.
/// </summary>
[Migration(2025_07_22_09_30_00)]
public sealed class ValidateOrderTotal : Migration
{
    public override void Up() => Execute.Sql("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total");

    public override void Down() =>
        Execute.Sql("""
            ALTER TABLE orders
                DROP CONSTRAINT ck_orders_total,
                ADD CONSTRAINT ck_orders_total CHECK (total IS NOT NULL) NOT VALID
            """);
}
