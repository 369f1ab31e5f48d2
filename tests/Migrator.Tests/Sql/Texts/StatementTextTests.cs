using Migrator.Sql.Texts;

namespace Migrator.Tests.Sql.Texts;

public sealed class StatementTextTests
{
    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ix ON t (c)", true)]
    [InlineData("drop index\nconcurrently ix", true)]
    [InlineData("REINDEX TABLE CONCURRENTLY t", true)]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) INDEX ix", true)]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", true)]
    [InlineData("REINDEX (CONCURRENTLY off) TABLE t", false)]
    [InlineData("ALTER TABLE t DETACH PARTITION p", false)]
    [InlineData("ALTER TABLE t DETACH PARTITION p FINALIZE", false)]
    [InlineData("ALTER TABLE t VALIDATE CONSTRAINT concurrently_checked", false)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", false)]
    [InlineData("REPACK (CONCURRENTLY) t", false)]
    [InlineData("REPACK (CONCURRENTLY, VERBOSE) t USING INDEX", false)]
    [InlineData("CREATE INDEX ix ON t (c) -- not CONCURRENTLY", false)]
    [InlineData("ALTER TABLE t ADD c text DEFAULT 'concurrently'", false)]
    [InlineData("ALTER TABLE t RENAME TO \"concurrently\"", false)]
    [InlineData("ALTER TABLE t ADD COLUMN c int DEFAULT concurrently()", false)]
    [InlineData("DO $$ BEGIN EXECUTE 'DROP INDEX CONCURRENTLY ix'; END $$", false)]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DROP INDEX CONCURRENTLY ix $$", false)]
    [InlineData("SELECT 1; CREATE INDEX CONCURRENTLY ix ON t (c)", false)]
    [InlineData("CREATE TABLE concurrently_run (id int)", false)]
    public void WaitsGently_IsDecidedByTheStatement(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).WaitsGently);

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT 1; -- done", true)]
    [InlineData("-- why;\nSELECT 1 /* ; /* ; */ ; */ ;;", true)]
    [InlineData("INSERT INTO t VALUES ('a;b', E'it\\'s;', $$;$$, $x$ ; $$ ; $x$, \"a;b\")", true)]
    [InlineData("INSERT INTO t VALUES ('--'); ", true)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END", true)]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))", true)]
    [InlineData("SELECT 1; SELECT 2", false)]
    [InlineData("BEGIN; SELECT 1", false)]
    [InlineData("INSERT INTO t VALUES (1); -- why\rDELETE FROM t", false)]
    [InlineData("SELECT begin atomic FROM t; VACUUM t", false)]
    [InlineData("-- nothing", false)]
    [InlineData(";", false)]
    public void IsSingle_CountsAsTheServerDoes(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).IsSingle);

    [Theory]
    [InlineData("INSERT INTO t VALUES ('set it')")]
    [InlineData("COMMENT ON TABLE t IS 'SELECT it; drop index concurrently if exists'")]
    [InlineData("UPDATE t SET \"select\" = 'deallocate all' -- execute it")]
    [InlineData("CREATE TABLE \"if exists\" (\"do\" int) /* call */")]
    public void WordsInStringsCommentsAndNames_AreNoneOfTheStatements(string sql)
    {
        var text = StatementText.Read(sql);

        Assert.False(text.MayReleaseLocks || text.WaitsGently || text.MayLeaveTraces || text.IsRepeatable || text.HasRows);
    }

    [Theory]
    [InlineData("SET search_path = x", true)]
    [InlineData("set local lock_timeout = 0", true)]
    [InlineData("SELECT pg_catalog.set_config('search_path', '', false)", true)]
    [InlineData("RESET ALL", true)]
    [InlineData("DISCARD ALL", true)]
    [InlineData("SELECT pg_advisory_unlock_all()", true)]
    [InlineData("DO $$ BEGIN PERFORM 1; END $$", true)]
    [InlineData("SELECT a_function_that_may_do_anything()", true)]
    [InlineData("call a_procedure()", true)]
    [InlineData("CREATE SCHEMA tenant", true)]
    [InlineData("CREATE TABLE settings (id int)", false)]
    [InlineData("INSERT INTO t VALUES (1)", false)]
    public void MayChangeSession_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).MayChangeSession);

    [Theory]
    [InlineData("COPY t FROM STDIN;\n\\.", true)]
    [InlineData("SELECT 1; -- then\ncopy t (a, b) from stdin with (format csv);\n1,2\n\\.\n", true)]
    [InlineData("COPY t FROM '/srv/t.csv';\n", false)]
    [InlineData("COPY (SELECT a FROM stdin) TO '/srv/t.csv';\n", false)]
    [InlineData("INSERT INTO notes VALUES ('copy t from stdin;\n\\.')", false)]
    [InlineData("CREATE TABLE copy (stdin text); SELECT copy FROM stdin;\n", false)]
    [InlineData("DO $$ BEGIN COPY t FROM STDIN;\n END $$", false)]
    public void HasRows_IsOnlyACopyFromItsClient(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).HasRows);

    [Theory]
    [InlineData("DEALLOCATE ALL", true)]
    [InlineData("DISCARD ALL", true)]
    [InlineData("SELECT pg_advisory_unlock_all()", true)]
    [InlineData("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$", true)]
    [InlineData("UPDATE t SET c = \"pg_advisory_unlock_all\"()::text", true)]
    [InlineData("CREATE TABLE t (id int)", false)]
    [InlineData("UPDATE t SET c = 1", false)]
    public void MayReleaseLocks_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).MayReleaseLocks);

    [Theory]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY ix ON t (c)", true)]
    [InlineData("CALL backfill()", true)]
    [InlineData("DO $$ BEGIN COMMIT; END $$", true)]
    [InlineData("BEGIN; CREATE TABLE t (id int); COMMIT; SELECT 1/0", true)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", false)]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", true)]
    [InlineData("ALTER TABLE t ADD COLUMN c int DEFAULT concurrently()", false)]
    [InlineData("REPACK t", true)]
    [InlineData("COPY t FROM '/srv/t.csv'", false)]
    [InlineData("TRUNCATE t; COPY t FROM stdin;\nBEGIN\n\\.\nALTER TABLE t ADD d int", false)]
    [InlineData("BEGIN; COPY t FROM stdin;\n1\n\\.\nCOMMIT", true)]
    [InlineData("CREATE DATABASE d", true)]
    [InlineData("ALTER SYSTEM SET work_mem = '1MB'", true)]
    [InlineData("ALTER SUBSCRIPTION s REFRESH PUBLICATION", true)]
    [InlineData("LOCK TABLE t", true)]
    [InlineData("REFRESH MATERIALIZED VIEW m", false)]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", false)]
    [InlineData("CREATE TEMP TABLE t (id int) ON COMMIT DROP", false)]
    [InlineData("VACUUM t", true)]
    [InlineData("REINDEX TABLE t", true)]
    [InlineData("CREATE TABLE t (id int)", false)]
    [InlineData("UPDATE t SET c = 1", false)]
    [InlineData("ALTER TYPE mood ADD VALUE 'ok'", false)]
    public void MayLeaveTraces_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).MayLeaveTraces);

    [Theory]
    [InlineData("ALTER TABLE t ADD c int", true)]
    [InlineData("CREATE INDEX ix ON t (c)", true)]
    [InlineData("TRUNCATE t", true)]
    [InlineData("DO $$ BEGIN END $$", true)]
    [InlineData("SELECT a_function_that_may_do_anything()", true)]
    [InlineData("UPDATE t SET c = 1; ALTER TABLE t ADD d int", true)]
    [InlineData("UPDATE t SET c = 1", false)]
    [InlineData("COPY t FROM stdin;\nALTER TABLE\n\\.", false)]
    [InlineData("  insert into t values (1)", false)]
    [InlineData("WITH gone AS (DELETE FROM t RETURNING id) SELECT count(*) FROM gone", false)]
    public void MayLockStrongly_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).MayLockStrongly);

    [Theory]
    [InlineData("VACUUM t", true)]
    [InlineData("REINDEX INDEX CONCURRENTLY ix", true)]
    [InlineData("REPACK (CONCURRENTLY) t", true)]
    [InlineData("CLUSTER t", true)]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", false)]
    [InlineData("COPY t FROM stdin;\n1\n\\.", false)]
    [InlineData("CREATE TABLE IF NOT EXISTS t (id int)", true)]
    [InlineData("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'", true)]
    [InlineData("DROP TABLE IF EXISTS t", true)]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT 1", true)]
    [InlineData("ALTER TABLE IF EXISTS t ADD b int", false)]
    [InlineData("ALTER TYPE t DROP ATTRIBUTE IF EXISTS a, ADD ATTRIBUTE b int", false)]
    [InlineData("CREATE SCHEMA s CREATE TABLE IF NOT EXISTS t (id int)", false)]
    [InlineData("CREATE SCHEMA IF NOT EXISTS s", true)]
    [InlineData("CREATE TABLE t AS SELECT 1 WHERE EXISTS (SELECT)", false)]
    [InlineData("CREATE TABLE t (id int)", false)]
    [InlineData("CALL backfill()", false)]
    [InlineData("VACUUM t; CALL backfill()", false)]
    public void IsRepeatable_IsYesOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.Read(sql).IsRepeatable);

    [Theory]
    [InlineData("CREATE DATABASE d", true)]
    [InlineData("ALTER SYSTEM SET work_mem = '1MB'", true)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", true)]
    [InlineData("DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", true)]
    [InlineData("DO $$ BEGIN COMMIT; RAISE EXCEPTION 'no'; END $$", false)]
    [InlineData("DO $$ BEGIN CALL commits(); END $$", false)]
    [InlineData("CALL backfill()", false)]
    [InlineData("VACUUM t", false)]
    [InlineData("DROP INDEX CONCURRENTLY ix", false)]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", false)]
    [InlineData("REPACK t", false)]
    [InlineData("ALTER TABLE t ADD COLUMN c int DEFAULT concurrently()", true)]
    [InlineData("CREATE TABLE t (id int); CREATE TABLE u (id int)", false)]
    public void FailsAsAWhole_IsYesOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.FailsAsAWhole(sql));

    [Theory]
    [InlineData("DELETE FROM t", true)]
    [InlineData("delete\nfrom only t", true)]
    [InlineData("DELETE /* the old ones */ FROM t", true)]
    [InlineData("DELETE -- the old ones\nFROM t", true)]
    [InlineData("WITH gone AS (DELETE FROM t RETURNING id) SELECT count(*) FROM gone", true)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE", true)]
    [InlineData("DO $$ BEGIN DELETE FROM t; END $$", true)]
    [InlineData("DO $a$ BEGIN EXECUTE 'DELETE ' || $b$ FROM t$b$; EXECUTE 'DELETE FROM t'; END $a$", true)]
    [InlineData("DO $$ BEGIN EXECUTE 'ALTER TABLE \"' || t || '\" ADD c int; DELETE FROM t'; END $$", true)]
    [InlineData("DO $$ BEGIN EXECUTE E'--\\nDELETE FROM t'; END $$", true)]
    [InlineData("COMMENT ON TABLE t IS 'delete'", false)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET c = 1", false)]
    [InlineData("ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES u ON DELETE CASCADE", false)]
    [InlineData("CREATE TRIGGER tr AFTER INSERT OR DELETE ON t EXECUTE FUNCTION f()", false)]
    [InlineData("CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING", false)]
    [InlineData("GRANT DELETE ON t TO r", false)]
    [InlineData("COPY t FROM stdin;\nDELETE FROM t\n\\.", false)]
    public void MayDelete_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.MayDelete(sql));

    [Theory]
    [InlineData("TRUNCATE t", true)]
    [InlineData("TRUNCATE cluster", true)]
    [InlineData("SELECT run()", true)]
    [InlineData("DO $$ BEGIN EXECUTE 'TRUNCATE t'; CLUSTER u; END $$", true)]
    [InlineData("DO $$ BEGIN CLUSTER t; END $$", false)]
    [InlineData("CLUSTER t USING i", false)]
    [InlineData("REPACK t", false)]
    [InlineData("VACUUM FULL t", false)]
    [InlineData("ALTER TABLE t ALTER c TYPE bigint; ALTER TABLE t SET LOGGED", false)]
    public void MayEmpty_IsNoOnlyWhereThatIsSure(string sql, bool expected) =>
        Assert.Equal(expected, StatementText.MayEmpty(sql));

    [Theory]
    [InlineData("create unique index ix ON t (c)", "CREATE UNIQUE INDEX")]
    [InlineData("-- For the list of orders.\n/* twice */ CREATE INDEX ix ON t (c)", "CREATE INDEX")]
    [InlineData("-- nothing", "SQL")]
    [InlineData("", "SQL")]
    public void Command_IsTheFirstWords_BehindComments(string sql, string expected) =>
        Assert.Equal(expected, StatementText.Command(sql));
}
