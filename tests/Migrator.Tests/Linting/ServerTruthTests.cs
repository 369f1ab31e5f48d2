using Migrator.TestSupport;

namespace Migrator.Tests.Linting;

/// <summary>
/// What came with a version of PostgreSQL: a server of that version does what lint says of it there, and an older one refuses
/// it, as lint says for that one. The suite's server is one of the two; each of them is asked by a run of its own.
/// </summary>
public sealed class ServerTruthTests(TestServer server)
{
    private const string Partitioned =
        "CREATE TABLE r (id bigint, pid bigint) PARTITION BY RANGE (id); CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (0) TO (9)";

    private const string Overlaps = "CREATE TABLE w (id int4range, d daterange)";

    [Theory]
    [InlineData(15, "", "ALTER TABLE p ADD UNIQUE NULLS NOT DISTINCT (a)", true)]
    [InlineData(15, "", "CREATE VIEW v WITH (security_invoker = true) AS SELECT 1", false)]
    [InlineData(15, "", "MERGE INTO ch USING p ON ch.id = p.id WHEN MATCHED AND p.id = 7 THEN DELETE", false)]
    [InlineData(15, "", "ALTER TABLE ch ADD FOREIGN KEY (pid) REFERENCES p ON DELETE SET NULL (pid) NOT VALID", false)]
    [InlineData(17, "CREATE TYPE mood AS ENUM ('ok')", "CREATE TYPE mode AS ENUM ('ok'); ALTER TYPE mode ADD VALUE 'bored'; "
        + "SELECT 'bored'::mode", false)]
    [InlineData(17, "CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
        "ALTER TABLE g ALTER b SET EXPRESSION AS (a * 3)", true)]
    [InlineData(18, "CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)",
        "ALTER TABLE g ALTER b SET EXPRESSION AS (a * 3)", false)]
    [InlineData(18, "", "ALTER TABLE p ADD c int GENERATED ALWAYS AS (a * 2)", false)]
    [InlineData(18, "", "ALTER TABLE p ADD c int GENERATED ALWAYS AS (a * 2) VIRTUAL NOT NULL", true)]
    [InlineData(18, "", "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED", false)]
    [InlineData(18, "", "ALTER TABLE p ADD c int CHECK (c > 0) NOT ENFORCED", false)]
    [InlineData(18, "", "ALTER TABLE ch ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p NOT ENFORCED", false)]
    [InlineData(18, "", "ALTER TABLE ch ADD c bigint REFERENCES p NOT ENFORCED", false)]
    [InlineData(18, "ALTER TABLE ch ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p NOT ENFORCED",
        "ALTER TABLE ch ALTER CONSTRAINT f ENFORCED", true)]
    [InlineData(18, "ALTER TABLE p ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT ENFORCED", "ALTER TABLE p ADD CONSTRAINT nn NOT NULL a",
        true)]
    [InlineData(18, "", "ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID", false)]
    [InlineData(18, "ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID", "ALTER TABLE p VALIDATE CONSTRAINT nn", false)]
    [InlineData(18, "ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID", "ALTER TABLE p ALTER a SET NOT NULL", true)]
    [InlineData(18, "ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID; ALTER TABLE p VALIDATE CONSTRAINT nn",
        "ALTER TABLE p ALTER a SET NOT NULL", false)]
    [InlineData(18, "ALTER TABLE p ALTER n DROP NOT NULL, ADD CONSTRAINT nn NOT NULL n; ALTER TABLE p DROP CONSTRAINT nn",
        "ALTER TABLE p ALTER n SET NOT NULL", true)]
    [InlineData(18, Partitioned, "ALTER TABLE r ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p NOT VALID", false)]
    [InlineData(18, Overlaps, "ALTER TABLE w ADD CONSTRAINT k PRIMARY KEY (id, d WITHOUT OVERLAPS)", true)]
    [InlineData(18, Overlaps + "; CREATE TABLE q (id int4range, d daterange, PRIMARY KEY (id, d WITHOUT OVERLAPS))",
        "ALTER TABLE w ADD FOREIGN KEY (id, PERIOD d) REFERENCES q (id, PERIOD d)", true)]
    [InlineData(18, Overlaps + "; CREATE TABLE q (id int4range, d daterange, PRIMARY KEY (id, d WITHOUT OVERLAPS))",
        "ALTER TABLE w ADD FOREIGN KEY (id, PERIOD d) REFERENCES q (id, PERIOD d) NOT VALID", false)]
    public async Task Lint_SaysWhatTheServerDoes_OrThatItIsTooOld(int since, string setup, string statement, bool worksThroughRows)
    {
        var major = await server.MajorAsync(TestContext.Current.CancellationToken);
        string[] rules = [.. Truth.RulesOf($"on {major}: ", "", setup), .. Truth.RulesOf($"on {major}: ", setup, statement)];

        if (major >= since)
        {
            Assert.Equal((worksThroughRows, worksThroughRows),
                (await Truth.OfServerAsync(server, setup, statement), Truth.OfLint(setup, statement)));
            Assert.Empty(rules.Intersect(Truth.Older));
        }
        else
        {
            Assert.NotEmpty(rules.Intersect(Truth.Older));
            Assert.NotNull((await Truth.RehearseAsync(server, setup, statement)).Stopped?.Failed?.Failure);
        }
    }
}
