using Migrator.TestSupport;

namespace Migrator.Tests.Linting;

/// <summary>
/// What lint says of a statement's work on rows under a lock, against what the server does: no false alarm, none missed. The
/// setup and the statement are two migrations; a rehearsal asks the server.
/// </summary>
public sealed class TruthTests(TestServer server)
{
    [Theory]
    [InlineData("", "ALTER TABLE ch ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p NOT VALID", false)]
    [InlineData("", "ALTER TABLE ch ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p", true)]
    [InlineData("", "ALTER TABLE p ADD c1 int GENERATED ALWAYS AS (a * 2) STORED", true)]
    [InlineData("", "ALTER TABLE p ADD c4 bigint GENERATED ALWAYS AS IDENTITY", true)]
    [InlineData("", "ALTER TABLE p ADD c dom_chk", true)]
    [InlineData("", "ALTER TABLE p ADD c public.dom_chk DEFAULT 1", true)]
    [InlineData("", "ALTER TABLE p ADD c dom_nn DEFAULT 1", true)]
    [InlineData("", "ALTER TABLE p ADD c dom_plain DEFAULT 1", false)]
    [InlineData("", "ALTER TABLE p ADD c dom_uuid", true)]
    [InlineData("ALTER DOMAIN dom_plain ADD CONSTRAINT k CHECK (value > 0) NOT VALID", "ALTER TABLE p ADD c dom_plain", true)]
    [InlineData("", "ALTER TABLE p ADD c timestamptz DEFAULT now()", false)]
    [InlineData("", "ALTER TABLE p ADD c timestamptz DEFAULT clock_timestamp()", true)]
    [InlineData("", "ALTER TABLE p ADD c bigint DEFAULT txid_current()", false)]
    [InlineData("", "ALTER TABLE p ALTER v TYPE varchar(100)", false)]
    [InlineData("", "ALTER TABLE p ALTER v TYPE varchar(10)", true)]
    [InlineData("", "ALTER TABLE p ALTER v TYPE text", false)]
    [InlineData("", "ALTER TABLE p ALTER t TYPE varchar", false)]
    [InlineData("", "ALTER TABLE p ALTER ts TYPE timestamptz", false)]
    [InlineData("", "ALTER TABLE p ALTER tz TYPE timestamp", false)]
    [InlineData("CREATE INDEX ix ON p (ts)", "ALTER TABLE p ALTER ts TYPE timestamptz", true)]
    [InlineData("", "ALTER TABLE p ALTER t3 TYPE timestamp", false)]
    [InlineData("", "ALTER TABLE p ALTER t3 TYPE timestamp(6)", false)]
    [InlineData("", "ALTER TABLE p ALTER ts TYPE timestamp(3)", true)]
    [InlineData("", "ALTER TABLE p ALTER tm TYPE time(6)", false)]
    [InlineData("", "ALTER TABLE p ALTER tm TYPE time(1)", true)]
    [InlineData("", "ALTER TABLE p ALTER iv TYPE interval", false)]
    [InlineData("", "ALTER TABLE p ALTER vb TYPE bit varying(9)", false)]
    [InlineData("", "ALTER TABLE p ALTER num TYPE numeric(12,2)", false)]
    [InlineData("", "ALTER TABLE p ALTER num TYPE numeric(12,4)", true)]
    [InlineData("", "ALTER TABLE p ALTER num TYPE numeric", false)]
    [InlineData("", "ALTER TABLE p ALTER a TYPE bigint", true)]
    [InlineData("", "ALTER TABLE p ALTER t TYPE dom_text", false)]
    [InlineData("", "ALTER TABLE p ALTER a TYPE dom_chk", true)]
    [InlineData("", "ALTER TABLE p ALTER co TYPE text COLLATE \"POSIX\"", false)]
    [InlineData("CREATE INDEX ix ON p (co)", "ALTER TABLE p ALTER co TYPE text", true)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (v <> '')", "ALTER TABLE p ALTER v TYPE varchar(100)", true)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (num > 0)", "ALTER TABLE p ALTER num TYPE numeric(12,2)", true)]
    [InlineData("CREATE INDEX ix ON p (lower(v))", "ALTER TABLE p ALTER v TYPE varchar(100)", true)]
    [InlineData("CREATE INDEX ix ON p (id) WHERE v <> 'x'", "ALTER TABLE p ALTER v TYPE varchar(100)", true)]
    [InlineData("CREATE INDEX ix ON p (v)", "ALTER TABLE p ALTER v TYPE varchar(100)", false)]
    [InlineData("CREATE INDEX ix ON p (v)", "ALTER TABLE p ALTER v TYPE text", false)]
    [InlineData("CREATE INDEX ix ON p (v varchar_pattern_ops DESC)", "ALTER TABLE p ALTER v TYPE varchar(100)", false)]
    [InlineData("CREATE UNIQUE INDEX ON p (num)", "ALTER TABLE p ALTER num TYPE numeric(12,2)", false)]
    [InlineData("", "ALTER TABLE p ALTER a SET NOT NULL", true)]
    [InlineData("", "ALTER TABLE p ALTER n SET NOT NULL", false)]
    [InlineData("", "ALTER TABLE p ALTER id SET NOT NULL", false)]
    [InlineData("ALTER TABLE p ALTER n DROP NOT NULL", "ALTER TABLE p ALTER n SET NOT NULL", true)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (a IS NOT NULL)", "ALTER TABLE p ALTER a SET NOT NULL", false)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (a IS NOT NULL AND a > 0)", "ALTER TABLE p ALTER a SET NOT NULL", false)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (a IS NOT NULL OR n > 0)", "ALTER TABLE p ALTER a SET NOT NULL", true)]
    [InlineData("ALTER TABLE p ADD CONSTRAINT k CHECK (a IS NOT NULL)",
        "ALTER TABLE p ALTER a SET NOT NULL, DROP CONSTRAINT k", true)]
    [InlineData("", "ALTER TABLE p ADD CONSTRAINT ck CHECK (a > 0) NOT VALID", false)]
    [InlineData("", "ALTER TABLE p ADD CONSTRAINT ck CHECK (a > 0)", true)]
    [InlineData("", "ALTER TABLE p SET (fillfactor=70)", false)]
    [InlineData("", "ALTER TABLE p ALTER t SET STATISTICS 500", false)]
    [InlineData("", "ALTER TABLE p ALTER t SET STORAGE external", false)]
    [InlineData("", "CREATE INDEX ON p (a)", true)]
    [InlineData("", "ALTER TABLE p ADD CONSTRAINT uq UNIQUE (n)", true)]
    [InlineData("", "CLUSTER p USING p_pkey", true)]
    [InlineData("", "REINDEX TABLE p", true)]
    [InlineData("CREATE TABLE q (d dom_plain); ALTER DOMAIN dom_plain ADD CONSTRAINT k CHECK (value > 0) NOT VALID",
        "ALTER DOMAIN dom_plain VALIDATE CONSTRAINT k", true)]
    [InlineData("CREATE TABLE r (id int, v int) PARTITION BY RANGE (id); CREATE TABLE r1 (id int, v int, CONSTRAINT k CHECK (id "
        + ">= 0 AND id < 10))",
        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10)", true)]
    [InlineData("CREATE TABLE r (id int, v int) PARTITION BY RANGE (id); "
        + "CREATE TABLE r1 (id int, v int, CONSTRAINT k CHECK (id IS NOT NULL AND id >= 0 AND id < 10))",
        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10)", false)]
    [InlineData("CREATE TABLE r (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE INDEX r_v ON r (v); "
        + "CREATE TABLE r1 (id int NOT NULL, v int, CONSTRAINT k CHECK (id >= 0 AND id < 10))",
        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10)", true)]
    [InlineData("CREATE TABLE r (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE INDEX r_v ON r (v); "
        + "CREATE TABLE r1 (id int NOT NULL, v int, CONSTRAINT k CHECK (id >= 0 AND id < 10)); CREATE INDEX ON r1 (v)",
        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10)", false)]
    [InlineData("CREATE TABLE r (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE rest PARTITION OF r DEFAULT; "
        + "CREATE TABLE r1 (id int NOT NULL, v int, CONSTRAINT k CHECK (id >= 0 AND id < 10))",
        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10)", true)]
    public async Task Lint_SaysWhatTheServerDoes(string setup, string statement, bool worksThroughRows)
    {
        Assert.Equal((worksThroughRows, worksThroughRows),
            (await Truth.OfServerAsync(server, setup, statement), Truth.OfLint(setup, statement)));
    }
}
