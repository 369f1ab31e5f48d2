using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// Nullable at first. NOT NULL would need a default, and a default of 0 is a wrong total that looks like a right one;
/// NULL says honestly that nobody has computed it yet. From the next release on, every new order has one.
/// </summary>
[Migration(2025_06_12_09_15_00)]
public sealed class AddOrderTotal : Migration
{
    public override void Up() => Alter.Table("orders").AddColumn("total").AsDecimal(12, 2).Nullable();

    public override void Down() => Delete.Column("total").FromTable("orders");
}
