namespace Migrator.Tests.Linting.Rules;

public sealed class ReleaseRuleTests : RuleTests
{
    [Theory]
    [InlineData("rename", "ALTER TABLE orders RENAME TO sales")]
    [InlineData("rename", "ALTER TABLE orders RENAME COLUMN state TO status")]
    [InlineData("rename", "ALTER TABLE orders RENAME state TO status")]
    [InlineData("rename", "ALTER VIEW totals RENAME TO sums")]
    [InlineData("rename", "ALTER SCHEMA shop RENAME TO store")]
    [InlineData("rename", "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'")]
    [InlineData("rename", "ALTER FUNCTION total(int) RENAME TO sum")]
    [InlineData("set-schema", "ALTER TABLE orders SET SCHEMA sales")]
    [InlineData("set-schema", "ALTER TYPE mood SET SCHEMA sales")]
    [InlineData("drop-column", "ALTER TABLE orders DROP COLUMN state")]
    [InlineData("drop-column", "ALTER TABLE \"public\".\"orders\" DROP COLUMN \"a\";\nALTER TABLE \"public\".\"orders\" DROP "
        + "COLUMN \"b\";")]
    [InlineData("drop-column", "breaking: ALTER TABLE orders DROP COLUMN state CASCADE")]
    [InlineData("drop-column", "DROP TYPE mood CASCADE")]
    [InlineData("drop-table", "DROP TABLE orders")]
    [InlineData("drop-table", "DROP TABLE IF EXISTS a, b CASCADE")]
    [InlineData("drop-table", "breaking: DROP TABLE orders CASCADE")]
    [InlineData("drop-schema", "DROP SCHEMA sales")]
    [InlineData("drop-schema", "breaking: DROP SCHEMA IF EXISTS sales CASCADE")]
    [InlineData("drop-schema", "DROP OWNED BY someone")]
    [InlineData("truncate", "TRUNCATE orders")]
    [InlineData("truncate", "TRUNCATE TABLE ONLY orders, lines RESTART IDENTITY CASCADE")]
    [InlineData("truncate", "breaking: TRUNCATE orders")]
    [InlineData("drop-constraint", "ALTER TABLE orders DROP CONSTRAINT ck")]
    [InlineData("drop-constraint", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total IS NOT NULL) => ALTER TABLE orders DROP "
        + "CONSTRAINT ck")]
    [InlineData("drop-not-null", "ALTER TABLE orders ALTER COLUMN state DROP NOT NULL")]
    [InlineData("row-security-without-policy", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY")]
    [InlineData("revoke", "REVOKE SELECT ON orders FROM app")]
    [InlineData("revoke", "REVOKE ALL PRIVILEGES ON TABLE orders, customers FROM PUBLIC")]
    [InlineData("revoke", "REVOKE USAGE ON SCHEMA shop FROM app")]
    [InlineData("revoke", "REVOKE INSERT, UPDATE (state) ON orders FROM app")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("rename", "breaking: ALTER TABLE orders RENAME COLUMN state TO status")]
    [InlineData("rename", "ALTER TABLE orders RENAME CONSTRAINT a TO b")]
    [InlineData("rename", "ALTER INDEX ix RENAME TO ix_orders")]
    [InlineData("set-schema", "breaking: ALTER TABLE orders SET SCHEMA sales")]
    [InlineData("drop-column", "breaking: ALTER TABLE orders DROP COLUMN state")]
    [InlineData("drop-column", "DROP TYPE mood")]
    [InlineData("drop-table", "breaking: DROP TABLE orders")]
    [InlineData("drop-schema", "breaking: DROP SCHEMA sales")]
    [InlineData("truncate", "DELETE FROM orders WHERE id BETWEEN 1 AND 1000")]
    [InlineData("drop-constraint", "ALTER TABLE orders DROP CONSTRAINT ck; ALTER TABLE orders ADD CONSTRAINT ck CHECK (total > "
        + "0) NOT VALID")]
    [InlineData("drop-constraint", "breaking: ALTER TABLE orders DROP CONSTRAINT ck")]
    [InlineData("drop-constraint", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total IS NOT NULL) => ALTER TABLE orders ALTER "
        + "total SET NOT NULL || ALTER TABLE orders DROP CONSTRAINT ck")]
    [InlineData("drop-not-null", "breaking: ALTER TABLE orders ALTER COLUMN state DROP NOT NULL")]
    [InlineData("row-security-without-policy", "CREATE POLICY own ON orders USING (owner = current_user) => ALTER TABLE orders "
        + "ENABLE ROW LEVEL SECURITY")]
    [InlineData("row-security-without-policy",
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON orders USING (true)")]
    [InlineData("row-security-without-policy", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY")]
    [InlineData("revoke", "breaking: REVOKE SELECT ON orders FROM app")]
    [InlineData("revoke", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")]
    [InlineData("revoke", "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC")]
    [InlineData("revoke", "REVOKE GRANT OPTION FOR SELECT ON orders FROM app")]
    [InlineData("revoke", "REVOKE admins FROM app")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("rename",
        "CREATE TABLE orders (id int); ALTER TABLE orders RENAME TO sales; ALTER TABLE sales RENAME COLUMN id TO number")]
    [InlineData("set-schema", "CREATE TABLE orders (id int); ALTER TABLE orders SET SCHEMA sales")]
    [InlineData("drop-column", "CREATE TABLE orders (id int, a int); ALTER TABLE orders DROP COLUMN a")]
    [InlineData("drop-table", "CREATE TEMP TABLE copied (id int); DROP TABLE copied")]
    [InlineData("drop-table", "SELECT id INTO copied FROM orders; DROP TABLE copied CASCADE")]
    [InlineData("truncate", "CREATE UNLOGGED TABLE copied (id int); TRUNCATE copied")]
    [InlineData("drop-constraint", "CREATE TABLE orders (id int CONSTRAINT ck CHECK (id > 0)); ALTER TABLE orders DROP "
        + "CONSTRAINT ck")]
    [InlineData("drop-not-null", "CREATE TABLE orders (id int NOT NULL); ALTER TABLE orders ALTER id DROP NOT NULL")]
    [InlineData("row-security-without-policy", "CREATE TABLE orders (id int); ALTER TABLE orders ENABLE ROW LEVEL SECURITY")]
    [InlineData("revoke", "CREATE TABLE orders (id int); REVOKE ALL ON orders FROM PUBLIC")]
    public void SilentOnANewTable(string rule, string sql) => AssertSilent(rule, sql);
}
