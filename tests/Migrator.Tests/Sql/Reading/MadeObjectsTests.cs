using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

public sealed class MadeObjectsTests
{
    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS shop.orders (id serial, state text, CONSTRAINT ck CHECK (id > 0))",
        "Relation shop.orders, Column id of shop.orders, Relation shop.orders_id_seq, Column state of shop.orders, Other ck")]
    [InlineData("CREATE TABLE \"public\".\"Orders\" (\"Id\" integer NOT NULL)", "Relation Orders, Column Id of Orders")]
    [InlineData("CREATE UNLOGGED TABLE t AS SELECT 1", "Relation t")]
    [InlineData("CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES IN (1)", "Relation orders_2026, Relation orders_2026")]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT 1", "Relation v")]
    [InlineData("CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1", "Relation v")]
    [InlineData("CREATE FOREIGN TABLE f (a int) SERVER s", "Relation f, Column a of f")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (id)", "Relation ix")]
    [InlineData("CREATE INDEX ON orders (id)", "")]
    [InlineData("CREATE SEQUENCE s", "Relation s")]
    [InlineData("CREATE TYPE mood AS ENUM ('a')", "Type mood")]
    [InlineData("CREATE DOMAIN shop.email AS text", "Type shop.email")]
    [InlineData("CREATE OR REPLACE FUNCTION ours.f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$", "Routine ours.f")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$", "Routine p")]
    [InlineData("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"", "Extension uuid-ossp")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS shop", "Schema shop")]
    [InlineData("CREATE SCHEMA AUTHORIZATION somebody", "")]
    [InlineData("CREATE ROLE reader NOLOGIN", "Other reader")]
    [InlineData("CREATE USER MAPPING FOR somebody SERVER s", "")]
    [InlineData("CREATE TEXT SEARCH CONFIGURATION simple_unaccent (COPY = simple)", "Other simple_unaccent")]
    [InlineData("CREATE FOREIGN DATA WRAPPER w", "Other w")]
    [InlineData("ALTER TABLE orders ADD COLUMN IF NOT EXISTS total numeric, ADD CONSTRAINT ck CHECK (total > 0)",
        "Column total of orders, Other ck")]
    [InlineData("ALTER TABLE IF EXISTS shop.orders RENAME TO purchases", "Relation shop.purchases")]
    [InlineData("ALTER TABLE orders RENAME COLUMN total TO amount", "Column amount of orders")]
    [InlineData("ALTER TABLE orders RENAME total TO amount", "Column amount of orders")]
    [InlineData("ALTER TABLE orders RENAME CONSTRAINT a TO b", "")]
    [InlineData("ALTER TYPE mood RENAME TO feeling", "Type feeling")]
    [InlineData("ALTER FUNCTION f(int) RENAME TO g", "Routine g")]
    [InlineData("ALTER TABLE orders SET SCHEMA shop", "Relation shop.orders")]
    [InlineData("SELECT id INTO TABLE copied FROM orders", "Relation copied")]
    [InlineData("INSERT INTO orders SELECT 1", "")]
    [InlineData("DROP TABLE orders", "")]
    [InlineData("DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$", "Type mood")]
    [InlineData("DO $x$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles) THEN CREATE ROLE reader; END IF; END $x$", "Other reader")]
    public void Of_Statement_TellsWhatItMakes(string sql, string expected) =>
        Assert.Equal(expected, string.Join(", ", SqlStatement.Split(sql).SelectMany(MadeObjects.Of)
            .Select(made => $"{made.Class} {made.Name}{(made.Table is { } table ? $" of {table}" : "")}")));
}
