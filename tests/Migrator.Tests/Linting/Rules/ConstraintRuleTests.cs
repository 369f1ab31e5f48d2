namespace Migrator.Tests.Linting.Rules;

public sealed class ConstraintRuleTests : RuleTests
{
    [Theory]
    [InlineData("foreign-key-validated",
        "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers (id)")]
    [InlineData("foreign-key-validated", "ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT \"fk\" FOREIGN KEY (\"customer_id\") "
        + "REFERENCES \"public\".\"customers\" (\"id\") ON DELETE CASCADE;")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ADD customer_id int DEFAULT 1 REFERENCES customers (id)")]
    [InlineData("check-validated", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0)")]
    [InlineData("check-validated", "ALTER TABLE orders DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (total > 0)")]
    [InlineData("check-validated", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (note <> 'NOT VALID')")]
    [InlineData("check-validated", "ALTER DOMAIN money_amount ADD CHECK (value >= 0)")]
    [InlineData("validate-in-same-transaction", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID; ALTER TABLE "
        + "orders VALIDATE CONSTRAINT ck")]
    [InlineData("validate-in-same-transaction", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID, VALIDATE "
        + "CONSTRAINT ck")]
    [InlineData("validate-in-same-transaction", "outside: ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID; "
        + "ALTER TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("validate-in-same-transaction", "ALTER TABLE orders ADD note text || ALTER TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("unique-or-primary-key", "ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (number)")]
    [InlineData("unique-or-primary-key", "ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT \"pk\" PRIMARY KEY (\"id\");")]
    [InlineData("exclusion-constraint",
        "ALTER TABLE bookings ADD CONSTRAINT ex EXCLUDE USING gist (room WITH =, during WITH &&)")]
    [InlineData("partition", "CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')")]
    [InlineData("partition", "ALTER TABLE orders ATTACH PARTITION orders_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')")]
    [InlineData("partition", "ALTER TABLE orders DETACH PARTITION orders_2024")]
    [InlineData("foreign-key-partitioned", "CREATE TABLE orders (id int) PARTITION BY RANGE (id) => ALTER TABLE orders ADD "
        + "CONSTRAINT f FOREIGN KEY (id) REFERENCES customers NOT VALID")]
    [InlineData("validate-domain", "ALTER DOMAIN positive VALIDATE CONSTRAINT k")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ALTER CONSTRAINT f ENFORCED")]
    [InlineData("partition", "ALTER TABLE orders_2025 ADD CONSTRAINT ck CHECK (year = 2025) => CREATE TABLE orders_rest "
        + "PARTITION OF orders DEFAULT => ALTER TABLE orders ATTACH PARTITION orders_2025 FOR VALUES IN (2025)")]
    [InlineData("foreign-key-partitioned", "on 17: CREATE TABLE orders (id int) PARTITION BY RANGE (id) => ALTER TABLE orders "
        + "ADD FOREIGN KEY (id) REFERENCES people NOT VALID")]
    [InlineData("exclusion-constraint", "ALTER TABLE orders ADD UNIQUE (id, during WITHOUT OVERLAPS)")]
    [InlineData("exclusion-constraint", "ALTER TABLE orders ADD CONSTRAINT pk PRIMARY KEY (id, during WITHOUT OVERLAPS)")]
    [InlineData("foreign-key-validated",
        "ALTER TABLE orders ADD FOREIGN KEY (id, PERIOD during) REFERENCES people (id, PERIOD during)")]
    public void Finds(string rule, string sql) => AssertFinds(rule, sql);

    [Theory]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers "
        + "(id) NOT VALID")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ADD customer_id int REFERENCES customers (id)")]
    [InlineData("check-validated", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID")]
    [InlineData("validate-in-same-transaction", "ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID => ALTER "
        + "TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("validate-in-same-transaction", "outside: ALTER TABLE orders ADD CONSTRAINT ck CHECK (total >= 0) NOT VALID || "
        + "ALTER TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("validate-in-same-transaction", "ALTER TABLE customers ADD note text; ALTER TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("unique-or-primary-key", "ALTER TABLE orders ADD CONSTRAINT uq UNIQUE USING INDEX ux_orders_number")]
    [InlineData("exclusion-constraint", "ALTER TABLE bookings DROP CONSTRAINT ex")]
    [InlineData("partition", "CREATE TABLE orders_2025 (LIKE orders INCLUDING ALL); ALTER TABLE orders ATTACH PARTITION "
        + "orders_2025 FOR VALUES IN (2025)")]
    [InlineData("partition", "ALTER TABLE orders_2025 ADD CONSTRAINT ck CHECK (year = 2025) => ALTER TABLE orders ATTACH "
        + "PARTITION orders_2025 FOR VALUES IN (2025)")]
    [InlineData("partition", "outside: ALTER TABLE orders DETACH PARTITION orders_2024 CONCURRENTLY")]
    [InlineData("foreign-key-partitioned",
        "ALTER TABLE orders_1 ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES customers NOT VALID")]
    [InlineData("validate-domain", "ALTER DOMAIN positive ADD CONSTRAINT k CHECK (value > 0) NOT VALID")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers "
        + "NOT ENFORCED")]
    [InlineData("foreign-key-validated", "ALTER TABLE orders ALTER CONSTRAINT f NOT ENFORCED")]
    [InlineData("check-validated", "ALTER TABLE orders ADD CONSTRAINT k CHECK (total > 0) NOT ENFORCED")]
    [InlineData("foreign-key-partitioned", "on 18: CREATE TABLE orders (id int) PARTITION BY RANGE (id) => ALTER TABLE orders "
        + "ADD FOREIGN KEY (id) REFERENCES people NOT VALID")]
    [InlineData("check-validated", "ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0) NOT ENFORCED")]
    [InlineData("foreign-key-validated",
        "ALTER TABLE orders ADD FOREIGN KEY (id, PERIOD during) REFERENCES people (id, PERIOD during) NOT VALID")]
    public void SilentOnTheSafeForm(string rule, string sql) => AssertSilent(rule, sql);

    [Theory]
    [InlineData("foreign-key-validated", "CREATE TABLE lines (order_id int REFERENCES orders (id)); ALTER TABLE lines ADD "
        + "FOREIGN KEY (order_id) REFERENCES orders (id)")]
    [InlineData("check-validated",
        "CREATE TABLE orders (id int, CONSTRAINT ck CHECK (id > 0)); ALTER TABLE orders ADD CHECK (id < 10)")]
    [InlineData("validate-in-same-transaction", "CREATE TABLE orders (id int); ALTER TABLE orders ADD CONSTRAINT ck CHECK (id > "
        + "0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT ck")]
    [InlineData("unique-or-primary-key", "CREATE TABLE orders (id int); ALTER TABLE orders ADD PRIMARY KEY (id)")]
    [InlineData("exclusion-constraint", "CREATE TABLE bookings (during tstzrange); ALTER TABLE bookings ADD EXCLUDE USING gist "
        + "(during WITH &&)")]
    [InlineData("partition", "CREATE TABLE orders (id int) PARTITION BY RANGE (id); CREATE TABLE orders_1 PARTITION OF orders "
        + "FOR VALUES FROM (1) TO (2)")]
    [InlineData("foreign-key-partitioned", "CREATE TABLE orders (id int) PARTITION BY RANGE (id); ALTER TABLE orders ADD "
        + "CONSTRAINT f FOREIGN KEY (id) REFERENCES customers")]
    [InlineData("validate-domain", "CREATE DOMAIN positive AS int; ALTER DOMAIN positive VALIDATE CONSTRAINT k")]
    public void SilentOnANewTable(string rule, string sql) => AssertSilent(rule, sql);
}
