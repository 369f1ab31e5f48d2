using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// One UPDATE would lock every order until it ends, and lose all its work if it fails. Each batch commits by itself.
/// A second run passes by what is done, and never overwrites what the application wrote in the meantime.
/// </summary>
[Migration(2025_06_26_13_00_00, TransactionBehavior.None)]
[LintWaiver("opaque", "Batches of 10000 by key, each committed by itself. Tried on a copy of the real table.")]
public sealed class BackfillOrderTotals : Migration
{
    public override void Up() =>
        Execute.InBatches(
            """
            WITH batch AS (
                SELECT id FROM orders WHERE id > @after AND total IS NULL ORDER BY id LIMIT 10000
            ), filled AS (
                UPDATE orders
                SET total = (SELECT coalesce(sum(line_total), 0) FROM order_lines WHERE order_id = orders.id)
                FROM batch
                WHERE orders.id = batch.id AND orders.total IS NULL
            )
            SELECT max(id) FROM batch
            """,
            "fill orders.total");

    // The totals are true with and without this migration, and AddOrderTotal drops them with their column.
    public override void Down()
    {
    }
}
