using FluentMigrator;

namespace Storefront.Migrations;

/// <summary>
/// SQL, because the fluent API cannot index an expression. No IF NOT EXISTS: a failed build leaves an invalid index
/// of this name behind, and the second attempt would take it for the real one.
/// </summary>
[Migration(2025_04_02_10_10_00, TransactionBehavior.None)]
public sealed class UniqueCustomerEmail : Migration
{
    public override void Up() =>
        Execute.Sql("CREATE UNIQUE INDEX CONCURRENTLY ux_customers_email ON customers (lower(email))");

    public override void Down() => Execute.Sql("DROP INDEX CONCURRENTLY ux_customers_email");
}
