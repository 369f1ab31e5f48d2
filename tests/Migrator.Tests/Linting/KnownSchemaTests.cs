namespace Migrator.Tests.Linting;

/// <summary>What the linter takes from earlier migrations, as the server would have it.</summary>
public sealed class KnownSchemaTests
{
    private const string Timestamp = "CREATE TABLE a (x timestamp, y timestamp";
    private const string Retype = "ALTER TABLE a ALTER x TYPE timestamptz";

    [Theory]
    // What is there already, IF NOT EXISTS leaves as it is.
    [InlineData("set-not-null", "CREATE TABLE a (id int) => CREATE TABLE IF NOT EXISTS a (id int NOT NULL) => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int) => CREATE TABLE IF NOT EXISTS a (id int, CHECK (id IS NOT NULL)) => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int) => ALTER TABLE a ADD COLUMN IF NOT EXISTS id int NOT NULL => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("concurrent-on-partitioned", "CREATE TABLE a (id int) PARTITION BY RANGE (id) => CREATE TABLE IF NOT EXISTS a (id int) => outside: CREATE INDEX CONCURRENTLY i ON a (id)")]
    [InlineData("drop-index-not-concurrent", "CREATE TABLE a (id int); CREATE INDEX i ON a (id) => CREATE TABLE b (id int); CREATE INDEX IF NOT EXISTS i ON b (id); DROP INDEX i")]
    [InlineData("rewrite-maintenance", "CREATE MATERIALIZED VIEW v AS SELECT 1 => CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1; REFRESH MATERIALIZED VIEW v")]
    [InlineData("rename", "CREATE VIEW v AS SELECT 1 => CREATE OR REPLACE VIEW v AS SELECT 1; ALTER VIEW v RENAME TO w")]
    [InlineData("set-not-null", "CREATE TABLE a (id int NOT NULL) => DROP TABLE a => CREATE TABLE IF NOT EXISTS a (id int) => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int CHECK (id IS NOT NULL) NOT ENFORCED) => ALTER TABLE a ALTER id SET NOT NULL")]
    // The names that the server gives.
    [InlineData("set-not-null", "CREATE TABLE a (id int, CHECK (id IS NOT NULL)) => ALTER TABLE a DROP CONSTRAINT a_id_check => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int CHECK (id IS NOT NULL)) => ALTER TABLE a DROP CONSTRAINT a_id_check => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int, x int, CHECK (id IS NOT NULL AND x IS NOT NULL)) => ALTER TABLE a DROP CONSTRAINT a_check => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int, CHECK (id > 0), CHECK (id IS NOT NULL)) => ALTER TABLE a DROP CONSTRAINT a_id_check1 => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("change-type", Timestamp + ", UNIQUE (x), UNIQUE (y)) => ALTER TABLE a DROP CONSTRAINT a_y_key => " + Retype)]
    [InlineData("change-type", Timestamp + ", UNIQUE (y), CONSTRAINT u UNIQUE (x)) => ALTER TABLE a DROP CONSTRAINT a_y_key; ALTER TABLE a ADD UNIQUE (y) => " + Retype)]
    // What goes with a column, and what is called otherwise.
    [InlineData("set-not-null", "CREATE TABLE a (id int, x int, CHECK (id IS NOT NULL AND x > 0)) => ALTER TABLE a DROP COLUMN x => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "ALTER TABLE a ADD CONSTRAINT ck CHECK (id IS NOT NULL) => ALTER TABLE a RENAME CONSTRAINT ck TO k => ALTER TABLE a DROP CONSTRAINT k => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int NOT NULL) => ALTER TABLE a RENAME id TO key; ALTER TABLE a ADD id int => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("set-not-null", "CREATE TABLE a (id int NOT NULL) => ALTER TABLE a ALTER id DROP NOT NULL => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("change-type", Timestamp + "); CREATE INDEX i ON a (y) => ALTER TABLE a RENAME y TO z => ALTER TABLE a ALTER z TYPE timestamptz")]
    // Exclusion constraints have an index.
    [InlineData("change-type", Timestamp + ", EXCLUDE USING gist (x WITH =)) => " + Retype)]
    [InlineData("change-type", Timestamp + ", CONSTRAINT e EXCLUDE USING gist (y WITH =) WHERE (x > '2020-01-01')) => " + Retype)]
    [InlineData("change-type", Timestamp + "); ALTER TABLE a ADD EXCLUDE (x WITH =) => " + Retype)]
    // Partitions of partitions, and keys that are no column.
    [InlineData("concurrent-on-partitioned", "CREATE TABLE a (id int, x int) PARTITION BY RANGE (id) => CREATE TABLE p PARTITION OF a FOR VALUES IN (1) PARTITION BY LIST (x) => outside: CREATE INDEX CONCURRENTLY i ON p (id)")]
    [InlineData("partition", "CREATE TABLE a (name text, lower int) PARTITION BY LIST (lower(name)) => CREATE TABLE q (name text, lower int NOT NULL, CHECK (lower(name) = 'x')) => ALTER TABLE a ATTACH PARTITION q FOR VALUES IN ('x')")]
    [InlineData("partition", "CREATE TABLE a (x int, y int) PARTITION BY RANGE ((x + y)) => CREATE TABLE q (x int NOT NULL, y int NOT NULL, CHECK (x + y > 0)) => ALTER TABLE a ATTACH PARTITION q FOR VALUES FROM (0) TO (9)")]
    // An index lives in its table's schema.
    [InlineData("change-type", "CREATE TABLE a (x timestamp); CREATE INDEX i ON a (x); CREATE TABLE s.a (x timestamp); CREATE INDEX i ON s.a (x) => DROP INDEX i => ALTER TABLE s.a ALTER x TYPE timestamptz")]
    [InlineData("concurrent-on-partitioned", "CREATE TABLE s.a (id int) PARTITION BY RANGE (id); CREATE INDEX i ON s.a (id) => outside: DROP INDEX CONCURRENTLY s.i")]
    [InlineData("drop-index-not-concurrent", "CREATE TABLE s.a (id int); CREATE INDEX i ON s.a (id) => CREATE TABLE a (id int); CREATE INDEX i ON a (id); DROP INDEX s.i")]
    public void Finds(string rule, string sql) => Linted.AssertFinds(rule, sql);

    [Theory]
    [InlineData("check-validated", "CREATE TABLE a (id int) => CREATE TABLE IF NOT EXISTS a (id int, CONSTRAINT ck CHECK (id > 0))")]
    [InlineData("foreign-key-validated", "CREATE TABLE a (id int); CREATE TABLE b (id int) => CREATE TABLE IF NOT EXISTS a (id int REFERENCES b)")]
    [InlineData("unique-or-primary-key", "CREATE TABLE a (id int) => CREATE TABLE IF NOT EXISTS a (id int, UNIQUE (id))")]
    [InlineData("many-tables-locked", "CREATE TABLE a (id int); CREATE TABLE b (id int) => CREATE TABLE IF NOT EXISTS a (id int REFERENCES b); ALTER TABLE c ADD x int")]
    [InlineData("add-column-volatile-default", "CREATE TABLE a (id uuid) => ALTER TABLE a ADD COLUMN IF NOT EXISTS id uuid DEFAULT gen_random_uuid()")]
    [InlineData("partition", "CREATE TABLE a (id int) PARTITION BY RANGE (id); CREATE TABLE p PARTITION OF a DEFAULT => CREATE TABLE IF NOT EXISTS p PARTITION OF a DEFAULT")]
    [InlineData("set-not-null", "CREATE TABLE a (id int NOT NULL) => CREATE TABLE IF NOT EXISTS a (id int) => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("change-type", Timestamp + ", UNIQUE (x), UNIQUE (y)) => ALTER TABLE a DROP CONSTRAINT a_x_key => " + Retype)]
    [InlineData("change-type", Timestamp + ", UNIQUE (x, y)) => ALTER TABLE a DROP CONSTRAINT a_x_y_key => " + Retype)]
    [InlineData("change-type", "CREATE TABLE a (x timestamp PRIMARY KEY) => ALTER TABLE a DROP CONSTRAINT a_pkey => " + Retype)]
    [InlineData("change-type", "CREATE TABLE a (x timestamp UNIQUE) => ALTER TABLE a DROP CONSTRAINT a_x_key => " + Retype)]
    [InlineData("change-type", "CREATE TABLE a (x timestamp CONSTRAINT u UNIQUE) => ALTER TABLE a DROP CONSTRAINT u => " + Retype)]
    [InlineData("change-type", Timestamp + "); CREATE INDEX ON a (x) => DROP INDEX a_x_idx => " + Retype)]
    [InlineData("change-type", Timestamp + ", EXCLUDE USING gist (x WITH =)) => ALTER TABLE a DROP CONSTRAINT a_x_excl => " + Retype)]
    [InlineData("change-type", Timestamp + "); CREATE INDEX i ON a (y, x) => ALTER TABLE a DROP COLUMN y => " + Retype)]
    [InlineData("change-type", Timestamp + "); CREATE INDEX i ON a (x) WHERE y IS NULL => ALTER TABLE a DROP COLUMN y => " + Retype)]
    [InlineData("change-type", "CREATE TABLE a (x varchar(5) REFERENCES b) => ALTER TABLE a DROP COLUMN x; ALTER TABLE a ADD x varchar(5) => ALTER TABLE a ALTER x TYPE text")]
    [InlineData("change-type", "CREATE TABLE a (x varchar(5) CONSTRAINT f REFERENCES b) => ALTER TABLE a DROP CONSTRAINT f => ALTER TABLE a ALTER x TYPE text")]
    [InlineData("change-type", "CREATE TABLE a (x varchar(5) REFERENCES b) => ALTER TABLE a DROP CONSTRAINT a_x_fkey => ALTER TABLE a ALTER x TYPE text")]
    [InlineData("change-type", Timestamp + "); CREATE UNIQUE INDEX i ON a (x) => ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i => ALTER TABLE a DROP CONSTRAINT u => " + Retype)]
    [InlineData("set-not-null", "CREATE TABLE a (id int); CREATE UNIQUE INDEX i ON a (id) => ALTER TABLE a ADD CONSTRAINT k PRIMARY KEY USING INDEX i => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("drop-constraint", "CREATE TABLE a (id int PRIMARY KEY) => ALTER TABLE a DROP CONSTRAINT a_pkey, ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX i")]
    [InlineData("set-not-null", "ALTER TABLE a ADD CONSTRAINT ck CHECK (id IS NOT NULL) NOT VALID => ALTER TABLE a VALIDATE CONSTRAINT ck => ALTER TABLE a RENAME id TO key => ALTER TABLE a ALTER key SET NOT NULL")]
    [InlineData("set-not-null", "ALTER TABLE a ADD CONSTRAINT ck CHECK (id IS NOT NULL) NOT VALID => ALTER TABLE a RENAME CONSTRAINT ck TO k => ALTER TABLE a VALIDATE CONSTRAINT k => ALTER TABLE a ALTER id SET NOT NULL")]
    [InlineData("partition", "CREATE TABLE a (id int) PARTITION BY LIST (id) => CREATE TABLE rest PARTITION OF a DEFAULT => DROP TABLE rest => CREATE TABLE q (id int); ALTER TABLE a ATTACH PARTITION q FOR VALUES IN (1)")]
    [InlineData("partition", "CREATE TABLE a (name text) PARTITION BY LIST (lower(name)) => CREATE TABLE q (name text, CHECK (lower(name) IS NOT NULL AND lower(name) = 'x')) => ALTER TABLE a ATTACH PARTITION q FOR VALUES IN ('x')")]
    [InlineData("partition", "CREATE TABLE a (name text) PARTITION BY LIST (name COLLATE \"C\" text_ops) => CREATE TABLE q (name text NOT NULL, CHECK (name = 'x')) => ALTER TABLE a ATTACH PARTITION q FOR VALUES IN ('x')")]
    [InlineData("partition", "CREATE TABLE a (x int, y int) PARTITION BY RANGE ((x + y)) => CREATE TABLE q (x int, y int, CHECK ((x + y) IS NOT NULL AND x + y > 0)) => ALTER TABLE a ATTACH PARTITION q FOR VALUES FROM (0) TO (9)")]
    [InlineData("drop-index-not-concurrent", "CREATE TABLE s.a (id int); CREATE INDEX i ON s.a (id); DROP INDEX s.i")]
    [InlineData("reindex", "CREATE TABLE a (id int PRIMARY KEY); REINDEX INDEX a_pkey")]
    [InlineData("reindex", "CREATE TABLE s.a (id int); CREATE INDEX i ON s.a (id); REINDEX INDEX s.i")]
    [InlineData("change-type", "CREATE TABLE s.a (x timestamp); CREATE INDEX i ON s.a (x) => DROP INDEX s.i => ALTER TABLE s.a ALTER x TYPE timestamptz")]
    [InlineData("set-not-null", "CREATE TABLE s.a (id int) => DROP SCHEMA s CASCADE => CREATE TABLE IF NOT EXISTS s.a (id int NOT NULL) => ALTER TABLE s.a ALTER id SET NOT NULL")]
    // A domain that is called as what it is made of.
    [InlineData("drop-column", "CREATE DOMAIN text AS pg_catalog.text => CREATE TABLE a (x varchar(5)) => ALTER TABLE a ALTER x TYPE text")]
    [InlineData("drop-column", "CREATE DOMAIN d AS e; CREATE DOMAIN e AS d => CREATE TABLE a (x d) => ALTER TABLE a ALTER x TYPE e")]
    [InlineData("drop-column", "CREATE DOMAIN d AS public.d => CREATE TABLE a (x d) => ALTER TABLE a ALTER x TYPE text")]
    public void SilentOnWhatIsSafe(string rule, string sql) => Linted.AssertSilent(rule, sql);

    [Fact]
    public void ADroppedPartition_IsNotNamed() => Assert.Equal("index i on a, which is partitioned (p)", Linted.Subject(
        "CREATE TABLE a (id int) PARTITION BY RANGE (id); CREATE TABLE p PARTITION OF a DEFAULT; CREATE TABLE q PARTITION OF a FOR VALUES FROM (1) TO (2) "
        + "=> DROP TABLE q => outside: CREATE INDEX CONCURRENTLY i ON a (id)", "concurrent-on-partitioned"));

    [Fact]
    public void AChainOfDomains_IsFollowedHoweverLong()
    {
        var chain = string.Concat(Enumerable.Range(1, 20_000).Select(one => $"CREATE DOMAIN d{one} AS d{one - 1};"));

        Linted.AssertSilent("change-type", $"CREATE DOMAIN d0 AS varchar(9); {chain} => CREATE TABLE a (x varchar(5)) => ALTER TABLE a ALTER x TYPE d20000");
    }

    [Fact]
    public void DeepBrackets_AreRead()
    {
        var (open, close) = (new string('(', 2_000), new string(')', 2_000));

        Linted.AssertFinds("check-validated", $"ALTER TABLE a ADD CHECK ({open}x IS NOT NULL{close})");
        Linted.AssertFinds("unbatched-write", $"UPDATE a SET x = {open}1{close}");
        Assert.NotNull(Linted.Rules(string.Concat(Enumerable.Repeat("WITH a AS (", 500)) + "SELECT 1"
            + string.Concat(Enumerable.Repeat(") SELECT 1", 500))));
    }
}
