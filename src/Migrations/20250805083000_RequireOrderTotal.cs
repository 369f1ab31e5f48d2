using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// PostgreSQL takes the validated CHECK as the proof and skips the scan, so both steps are instant and share
/// a transaction. Not Alter.Column: it would restate the type, which is never wanted on a big table.
/// </summary>
[Migration(2025_08_05_08_30_00)]
public sealed class RequireOrderTotal : Migration
{
    public override void Up()
    {
        Execute.Sql("ALTER TABLE orders ALTER COLUMN total SET NOT NULL");
        Execute.Sql("ALTER TABLE orders DROP CONSTRAINT ck_orders_total");
    }

    // This reads the table under a lock. A Down is rare; the way up is the one that has to be quick.
    public override void Down()
    {
        Execute.Sql("ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total IS NOT NULL)");
        Execute.Sql("ALTER TABLE orders ALTER COLUMN total DROP NOT NULL");
    }
}
