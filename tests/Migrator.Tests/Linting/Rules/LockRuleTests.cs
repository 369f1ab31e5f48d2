namespace Migrator.Tests.Linting.Rules;

public sealed class LockRuleTests : RuleTests
{
    [Theory]
    [InlineData("trigger-policy-rule", "CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE "
        + "orders ADD note text")]
    [InlineData("trigger-policy-rule", "ALTER TABLE orders DISABLE TRIGGER ALL; UPDATE orders SET total = 0 WHERE id = 1")]
    [InlineData("trigger-policy-rule", "DROP TRIGGER IF EXISTS t ON orders; DROP TRIGGER t ON customers")]
    [InlineData("trigger-policy-rule",
        "CREATE POLICY p ON orders USING (owner = current_user); ALTER TABLE customers ADD note text")]
    [InlineData("trigger-policy-rule", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY, ADD note text")]
    [InlineData("trigger-policy-rule",
        "CREATE RULE r AS ON INSERT TO orders DO INSTEAD NOTHING; UPDATE lines SET a = 1 WHERE id = 1")]
    [InlineData("many-tables-locked", "ALTER TABLE orders ADD note text; ALTER TABLE customers ADD note text")]
    [InlineData("many-tables-locked",
        "CREATE TABLE lines (id int, order_id int REFERENCES orders, product_id int REFERENCES products)")]
    [InlineData("many-tables-locked", "breaking: DROP TABLE orders, lines")]
    [InlineData("many-tables-locked", "ALTER TABLE orders ADD customer_id int; ALTER TABLE orders ADD FOREIGN KEY (customer_id) "
        + "REFERENCES customers (id) NOT VALID")]
    [InlineData("many-tables-locked", "LOCK TABLE orders; LOCK TABLE customers IN SHARE ROW EXCLUSIVE MODE")]
    [InlineData("many-tables-locked", "CREATE INDEX ix ON orders (id) => DROP INDEX ix; ALTER TABLE customers ADD note text")]
    [InlineData("transaction-control", "BEGIN; ALTER TABLE orders ADD note text; COMMIT")]
    [InlineData("transaction-control", "outside: START TRANSACTION")]
    [InlineData("transaction-control", "ROLLBACK")]
    [InlineData("transaction-control", "SET lock_timeout = '5s'")]
    [InlineData("transaction-control", "SET LOCAL statement_timeout TO 0")]
    [InlineData("transaction-control", "RESET ALL")]
    [InlineData("transaction-control", "SELECT set_config('lock_timeout', '0', false)")]
    [InlineData("transaction-control", "SELECT pg_advisory_unlock_all()")]
    [InlineData("lock-table", "LOCK TABLE orders")]
    [InlineData("lock-table", "LOCK orders IN SHARE MODE")]
    [InlineData("lock-table", "LOCK TABLE orders IN EXCLUSIVE MODE NOWAIT")]
    [InlineData("not-in-transaction", "VACUUM orders")]
    [InlineData("not-in-transaction", "ALTER SYSTEM SET work_mem = '1GB'")]
    [InlineData("not-in-transaction", "DROP SUBSCRIPTION s")]
    [InlineData("not-in-transaction", "CREATE DATABASE shop")]
    [InlineData("not-in-transaction", "REPACK")]
    [InlineData("not-in-transaction", "REPACK (ANALYZE) orders")]
    [InlineData("not-in-transaction", "outside: VACUUM orders; VACUUM lines")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("trigger-policy-rule", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; "
        + "CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION f()")]
    [InlineData("trigger-policy-rule", "DROP TRIGGER t ON orders")]
    [InlineData("trigger-policy-rule", "DROP POLICY p ON orders; CREATE POLICY p ON orders USING (true)")]
    [InlineData("trigger-policy-rule", "outside: DROP TRIGGER t ON orders || ALTER TABLE orders ADD note text")]
    [InlineData("many-tables-locked", "ALTER TABLE orders ADD note text; ALTER TABLE orders ADD other text")]
    [InlineData("many-tables-locked", "ALTER TABLE orders ADD note text => ALTER TABLE customers ADD note text")]
    [InlineData("many-tables-locked", "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID")]
    [InlineData("many-tables-locked", "outside: ALTER TABLE orders ADD note text || ALTER TABLE customers ADD note text")]
    [InlineData("transaction-control", "SAVEPOINT a; ROLLBACK TO SAVEPOINT a")]
    [InlineData("transaction-control", "SET work_mem = '1GB'; RESET work_mem")]
    [InlineData("transaction-control", "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 "
        + "END; SELECT 2; END")]
    [InlineData("transaction-control", "COMMENT ON TABLE orders IS 'BEGIN; COMMIT;'")]
    [InlineData("lock-table", "LOCK TABLE orders IN ROW EXCLUSIVE MODE")]
    [InlineData("lock-table", "LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE")]
    [InlineData("lock-table", "ALTER TABLE orders ADD note text")]
    [InlineData("not-in-transaction", "outside: VACUUM orders || VACUUM lines")]
    [InlineData("not-in-transaction", "ANALYZE orders")]
    [InlineData("not-in-transaction", "REPACK orders")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("trigger-policy-rule", "CREATE TABLE orders (id int); CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION "
        + "f(); ALTER TABLE customers ADD note text")]
    [InlineData("many-tables-locked",
        "CREATE TABLE orders (customer_id int REFERENCES customers); ALTER TABLE orders ADD note text")]
    [InlineData("lock-table", "CREATE TABLE orders (id int); LOCK TABLE orders")]
    public void SilentOnANewTable(string rule, string sql) => AssertSilent(rule, sql);
}
