using Migrator.TestSupport;

namespace Migrator.Tests.Linting;

/// <summary>Whether a statement works through rows under a lock: what lint says, and what the server does. The setup and the
/// statement are two migrations; a rehearsal asks the server.</summary>
internal static class Truth
{
    private const string Tables = """
        CREATE TABLE p (id bigint PRIMARY KEY, a int, n int NOT NULL, t text, v varchar(50), c5 char(5), ts timestamp,
            tz timestamptz, t3 timestamp(3), num numeric(10,2), tm time(3), iv interval(2), vb bit varying(5), co text COLLATE "POSIX");
        CREATE TABLE ch (id bigint PRIMARY KEY, pid bigint);
        CREATE DOMAIN dom_chk AS int CHECK (value > 0); CREATE DOMAIN dom_plain AS int; CREATE DOMAIN dom_text AS text;
        CREATE DOMAIN dom_uuid AS uuid DEFAULT gen_random_uuid(); CREATE DOMAIN dom_nn AS int NOT NULL;
        """;

    // What works through rows, or writes them anew, while others wait.
    private static readonly string[] Heavy =
    [
        "add-column-volatile-default", "add-column-rewrite", "add-column-constraint", "set-not-null", "change-type",
        "foreign-key-validated", "check-validated", "unique-or-primary-key", "exclusion-constraint", "partition",
        "index-not-concurrent", "rewrite-maintenance", "reindex", "validate-domain", "validate-in-same-transaction",
    ];

    /// <summary>What lint says that fails, or may fail, on a server of an older version.</summary>
    public static readonly string[] Older = ["newer-than-server", "foreign-key-partitioned", "enum-new-and-use"];

    /// <summary>What lint says.</summary>
    public static bool OfLint(string setup, string statement) => RulesOf("", setup, statement).Intersect(Heavy).Any();

    /// <summary>What lint finds for a server.</summary>
    public static IReadOnlyList<string> RulesOf(string server, string setup, string statement) =>
        Linted.Rules($"{server}{Tables} {setup} => {statement}");

    /// <summary>What the server does; it has to do it.</summary>
    public static async Task<bool> OfServerAsync(TestServer server, string setup, string statement)
    {
        var report = await RehearseAsync(server, setup, statement);
        return Assert.Single(report.Migrations).Findings.Any(finding =>
            finding.Kind is RehearsalFindingKind.LongLock or RehearsalFindingKind.Rewrite);
    }

    /// <summary>Applies the statement on a shadow database.</summary>
    public static Task<RehearsalReport> RehearseAsync(TestServer server, string setup, string statement)
    {
        var migrations = CompiledMigrations.Load(
            CompiledMigrations.Sql(1, "Setup", [Tables + setup]) + CompiledMigrations.Sql(2, "Asked", [statement]));
        var engine = new MigrationEngine(migrations,
            new DatabaseOptions { Connection = DatabaseOptions.Fixed(server.AdminConnectionString) });

        return engine.RehearseAsync(new() { Shadow = DatabaseOptions.Fixed(server.AdminConnectionString), From = 1 }, null,
            TestContext.Current.CancellationToken);
    }
}
