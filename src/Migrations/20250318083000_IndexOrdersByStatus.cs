using FluentMigrator;
using FluentMigrator.Postgres;

namespace Storefront.Migrations;

/// <summary>
/// A plain CREATE INDEX stops every order for as long as it builds. CONCURRENTLY does not, but it cannot run in a
/// transaction; so it is alone here, and a failure leaves nothing half done but the index itself.
/// </summary>
[Migration(2025_03_18_08_30_00, TransactionBehavior.None)]
public sealed class IndexOrdersByStatus : Migration
{
    public override void Up() =>
        Create.Index("ix_orders_status_placed_at").OnTable("orders")
            .OnColumn("status").Ascending()
            .OnColumn("placed_at").Descending()
            .WithOptions().AsConcurrently();

    // Delete.Index has no CONCURRENTLY, and would wait with a lock that stops every reader.
    public override void Down() => Execute.Sql("DROP INDEX CONCURRENTLY ix_orders_status_placed_at");
}
