using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// SET NOT NULL reads the whole table under the strongest lock there is. A CHECK that is added NOT VALID
/// binds new rows at once and reads nothing; the proof for the old ones comes next.
/// </summary>
[Migration(2025_07_22_09_00_00)]
public sealed class CheckOrderTotal : Migration
{
    public override void Up() =>
        Execute.Sql("ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total IS NOT NULL) NOT VALID");

    public override void Down() => Execute.Sql("ALTER TABLE orders DROP CONSTRAINT ck_orders_total");
}
