using System.Collections.Concurrent;

namespace Migrator.TestSupport.Tool;

/// <summary>Migrations that tests combine into assemblies.</summary>
public static class Samples
{
    public static readonly string Customers = CompiledMigrations.Sql(20260110120000, "CreateCustomers",
        ["CREATE TABLE customers (id bigint PRIMARY KEY)"], ["DROP TABLE customers"]);

    public static readonly string Orders = CompiledMigrations.Sql(20260114093000, "CreateOrders",
        ["CREATE TABLE orders (id bigint PRIMARY KEY, state text)"], ["DROP TABLE orders"]);

    public static readonly string Index = CompiledMigrations.Sql(20260115080000, "IndexOrdersByState",
        ["CREATE INDEX CONCURRENTLY ix_orders_state ON orders (state)"], ["DROP INDEX CONCURRENTLY ix_orders_state"],
        "TransactionBehavior.None");

    public static readonly string Breaking = CompiledMigrations.Sql(20260120100000, "DropOrderState",
        ["ALTER TABLE orders DROP COLUMN state"],
        ["ALTER TABLE orders ADD state text", "CREATE INDEX ix_orders_state ON orders (state)"], "BreakingChange = true");

    /// <summary>Its second statement fails: orders has that column already.</summary>
    public static readonly string Failing = CompiledMigrations.Sql(20260121090000, "AddOrderTotal",
        ["ALTER TABLE orders ADD total numeric", "ALTER TABLE orders ADD state text", "ALTER TABLE orders ADD note text"]);

    /// <summary>Outside a transaction its second statement fails, and the first stays.</summary>
    public static readonly string HalfDone = CompiledMigrations.Sql(20260122090000, "FillOrderTotals",
        ["CREATE TABLE half_done (id int)", "SELECT 1 / 0"], attribute: "TransactionBehavior.None");

    /// <summary>Runs until it is cancelled.</summary>
    public static readonly string Endless = CompiledMigrations.Sql(20260123090000, "BackfillOrders",
        ["CREATE TABLE begun (id int)", "SELECT pg_sleep(600)"]);

    public static readonly string Last = CompiledMigrations.Sql(20260130090000, "CreateInvoices",
        ["CREATE TABLE invoices (id bigint PRIMARY KEY)"], ["DROP TABLE invoices"]);

    public static readonly string Irreversible = """
        [Migration(20260125090000)]
        public class EraseOldOrders : ForwardOnlyMigration
        {
            public override void Up() => Execute.Sql("DELETE FROM orders WHERE id < 100");
        }

        """;

    private static readonly ConcurrentDictionary<string, Lazy<string>> Compiled = new();

    /// <summary>Customers and orders: two that apply and revert.</summary>
    public static string Two => Assembly(Customers, Orders);

    /// <summary>The path of an assembly with these migrations.</summary>
    public static string Assembly(params string[] migrations) =>
        Compiled.GetOrAdd(string.Concat(migrations), source => new(() => CompiledMigrations.ToFile(source))).Value;

    /// <summary>The path of an assembly with many migrations, from version 20240101000001 on.</summary>
    public static string Many(int count) =>
        Assembly([.. Enumerable.Range(1, count)
            .Select(number => CompiledMigrations.Sql(20240101000000 + number, $"Step{number:0000}", []))]);
}
