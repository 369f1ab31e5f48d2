using Migrator;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>The shape of the schema: up, and for each migration down and up again.</summary>
public sealed class SchemaTests(TestServer server)
{
    [Fact]
    public async Task Up_All_IsUpToDateAndValid()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Applied, engine.Catalog.Latest), (outcome.Kind, outcome.To));
        Assert.Equal(SchemaVerdict.UpToDate,
            (await engine.StatusAsync(cancellationToken: TestContext.Current.CancellationToken)).Comparison.Verdict);
        Assert.Empty(await database.ColumnAsync<string>("SELECT conname::text FROM pg_constraint WHERE NOT convalidated"));
        Assert.Empty(await database.ColumnAsync<string>("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"));
        Assert.Equal(["customers", "order_lines", "order_statuses", "orders", "outbox_messages", "payments", "product_prices",
            "products"],
            await database.ColumnAsync<string>(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename !~ 'VersionInfo' ORDER BY 1"));
    }

    [Fact]
    public async Task EachMigration_DownAndUpAgain_LeavesTheSameCatalog()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        var before = await database.CatalogAsync();
        foreach (var migration in engine.Catalog.Migrations)
        {
            Assert.Equal(OutcomeKind.Applied, (await engine.Up("+1")).Kind);
            var after = await database.CatalogAsync();

            if (migration.Name != nameof(ErasePaymentPayloads))
            {
                Assert.Equal(OutcomeKind.Applied, (await engine.Down("-1")).Kind);
                Assert.Equal(before, await database.CatalogAsync());
                Assert.Equal(OutcomeKind.Applied, (await engine.Up("+1")).Kind);
                Assert.Equal(after, await database.CatalogAsync());
            }

            before = after;
        }
    }

    [Fact]
    public async Task Down_BelowTheErasure_IsRefusedAndNothingIsTouched()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up();
        var before = await database.CatalogAsync();

        var outcome = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Irreversible), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains(nameof(ErasePaymentPayloads), outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.CatalogAsync());
    }

    [Fact]
    public async Task Up_BreakingChange_NeedsToBeAllowed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        // On an empty database no older build can be running; from then on one may.
        await database.Engine().Up(nameof(CreateOrders));
        var outcome = await database.Engine().UpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RefusalReason.Breaking, outcome.Refusal!.Reason);
        Assert.Contains(nameof(DropProductPrice), outcome.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AnInvalidIndexLiesAround_IsRefusedByName()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up(nameof(CreateOrders));
        await database.ExecuteAsync("INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada'), "
            + "('ADA@example.com', 'Ada')");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY "
            + "ux_broken ON customers (lower(email))"));

        var outcome = await engine.Up("+1");

        Assert.Equal((OutcomeKind.Failed, $"maintenance {nameof(RefuseInvalidIndexes)}"),
            (outcome.Kind, outcome.Failed!.Migration.Name));
        Assert.Equal("Invalid index: ux_broken", outcome.Failed.Failure!.Message);
        Assert.Contains("DROP INDEX CONCURRENTLY", outcome.Failed.Failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_TwoCustomersShareAnEmail_Fails_AndLeavesNoInvalidIndex()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine();
        await engine.Up($"{nameof(UniqueCustomerEmail)}-1");
        await database.ExecuteAsync("INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada'), "
            + "('ADA@example.com', 'Ada')");

        var outcome = await engine.Up();

        Assert.Equal((OutcomeKind.Failed, StepFailureKind.Error, "23505"),
            (outcome.Kind, outcome.Failed!.Failure!.Kind, outcome.Failed.Failure.SqlState));
        Assert.False(await database.ExistsAsync("ux_customers_email"));
    }
}
