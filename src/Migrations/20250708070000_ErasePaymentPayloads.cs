using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// The payloads held names of card holders, which must not come back. An empty Down would hide that;
/// forward-only refuses to go back instead. The column stays, so that a release that still names it does not break.
/// </summary>
[Migration(2025_07_08_07_00_00, TransactionBehavior.None)]
[LintWaiver("opaque", "Batches of 10000 by key, each committed by itself. Tried on a copy of the real table.")]
public sealed class ErasePaymentPayloads : ForwardOnlyMigration
{
    public override void Up() =>
        Execute.InBatches(
            """
            WITH batch AS (
                SELECT id FROM payments WHERE id > @after AND provider_payload IS NOT NULL ORDER BY id LIMIT 10000
            ), erased AS (
                UPDATE payments SET provider_payload = NULL FROM batch WHERE payments.id = batch.id
            )
            SELECT max(id) FROM batch
            """,
            "erase payments.provider_payload");
}
