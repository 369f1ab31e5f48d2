using Migrator.Cli.Terminal;
using Migrator.Faults.Tests.Recording;
using Migrator.Faults.Tests.Upgrades;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Rows;

/// <summary>
/// No output holds a password or row data. ToolProcess searches every run of every test; here are the errors whose messages are
/// made of rows.
/// </summary>
public sealed class Row31SecretsTests(TestServer server, FaultRecorder faults, SharedUpgrades upgrades)
    : IClassFixture<SharedUpgrades>
{
    private const string Data = TestDatabase.RowData;

    private static readonly List<(string State, string Sql)> Errors =
    [
        ("22P02", "ALTER TABLE orders ALTER state TYPE int USING state::int"),
        ("22P02", "ALTER TABLE orders ALTER state TYPE json USING state::json"),
        ("22P02", "ALTER TABLE orders ALTER state TYPE uuid USING state::uuid"),
        ("22P02", "ALTER TABLE orders ALTER state TYPE inet USING state::inet"),
        ("22007", "ALTER TABLE orders ALTER state TYPE date USING state::date"),
        ("22023", "UPDATE orders SET state = now() AT TIME ZONE state"),
        ("22001", "ALTER TABLE orders ALTER state TYPE varchar(3)"),
        ("23502", "ALTER TABLE orders ADD note text NOT NULL"),
        ("23502", "INSERT INTO orders SELECT NULL, state FROM orders"),
        ("23503", "CREATE TABLE states (name text PRIMARY KEY); ALTER TABLE orders ADD FOREIGN KEY (state) REFERENCES states"),
        ("23505", "CREATE UNIQUE INDEX ON orders (state)"),
        ("23514", "ALTER TABLE orders ADD CHECK (state = 'new')"),
        ("23514", "ALTER TABLE orders ADD CHECK (id < 100); UPDATE orders SET id = id + 1000"),
        ("23P01", "ALTER TABLE orders ADD EXCLUDE USING btree (state WITH =)"),
        ("42601", "ALTER TABLE orders ALTER state TYPE tsquery USING (state || ' ' || state)::tsquery"),
        ("42P01", "ALTER TABLE orders ALTER state TYPE regclass USING quote_ident(state)::regclass"),
        ("42704", "ALTER TABLE orders ALTER state TYPE regtype USING quote_ident(state)::regtype"),
        ("42704", "ALTER TABLE orders ALTER state TYPE regrole USING quote_ident(state)::regrole"),
        ("42601", "DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM orders LOOP EXECUTE 'SELECT 1 ' || "
        + "quote_literal(one.state) || one.state; END LOOP; END $$"),
    ];

    public static TheoryData<string> Outputs => [.. Effort.IsFull ? ["text", "json", "text --show-sql"] : (string[])["text"]];

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task ErrorAboutARow_IsToldWithoutIt(string output)
    {
        var upgrade = await upgrades.OfAsync(() => Upgrade.FromAsync(server, Samples.Two, "latest",
            $"INSERT INTO orders VALUES (1, '{Data}'), (2, '{Data}')"));
        await using var sandbox = await upgrade.StartAsync();
        await faults.RoundsAsync(31, $"errors whose messages quote rows, as {output}", Effort.Spread(Errors, part: 8),
            async error =>
        {
            var failing = CompiledMigrations.Sql(20260121090000, "Failing",
                error.Sql.StartsWith("DO", StringComparison.Ordinal) ? [error.Sql] : error.Sql.Split("; "));

            var run = await sandbox.RunAsync(["up", "--assembly", Samples.Assembly(Samples.Customers, Samples.Orders, failing),
                "--output", .. output.Split(' ')]);

            run.Exits(ExitCode.Failed);
            Assert.Contains(error.State, run.ToString(), StringComparison.Ordinal);
        });
        Assert.DoesNotContain(Data,
            string.Join(',', await sandbox.Database.ColumnAsync<string>("SELECT j::text FROM \"VersionInfoJournal\" j")),
            StringComparison.Ordinal);
        await Invariants.HoldAsync(upgrade, sandbox);
    }

    /// <summary>That the search finds something, if there is something.</summary>
    [Fact]
    public async Task Search_FindsWhatIsSaid()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var said = await Assert.ThrowsAnyAsync<Exception>(() => sandbox.RunAsync("up", "--assembly", Samples.Two,
            "--target", Data));

        Assert.Contains("is in the output", said.Message, StringComparison.Ordinal);
    }
}
