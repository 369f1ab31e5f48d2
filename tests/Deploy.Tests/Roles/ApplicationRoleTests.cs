using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Npgsql;

namespace Deploy.Tests.Roles;

/// <summary>What the application's role can do after a deploy, and what it cannot.</summary>
public sealed class ApplicationRoleTests(TestServer server)
{
    private static readonly string Later = CompiledMigrations.Sql(20260210090000, "AddCoupons",
        [
            "CREATE TABLE coupons (id serial PRIMARY KEY, code text NOT NULL)",
            "CREATE SEQUENCE coupon_numbers",
            "CREATE VIEW open_coupons AS SELECT * FROM coupons",
            "CREATE FUNCTION coupon_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM coupons'",
            "CREATE PROCEDURE expire_coupons() LANGUAGE sql AS 'DELETE FROM coupons'",
        ]);

    private static readonly string First = CompiledMigrations.Sql(20260110120000, "CreateCustomers",
        ["CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text)"]);

    [Fact]
    public async Task Application_DoesItsWork_OnTheSampleSchema()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        (await roles.UpAsync()).Exits(ExitCode.Success);

        await AsApplicationAsync(roles,
            "INSERT INTO customers (email, full_name) VALUES ('ada@example.com', 'Ada')",
            "INSERT INTO orders (customer_id, total) SELECT id, 12 FROM customers",
            "UPDATE orders SET status = 'paid'",
            "SELECT * FROM customer_order_summary",
            "DELETE FROM orders",
            "DELETE FROM customers",
            "SELECT \"Version\" FROM migrator.\"VersionInfo\"",
            "SELECT state FROM migrator.\"VersionInfoJournal\"");
    }

    [Fact]
    public async Task WhatALaterMigrationCreates_IsTheApplicationsAtOnce()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        (await roles.UpAsync("--assembly", CompiledMigrations.ToFile(First))).Exits(ExitCode.Success);
        (await roles.UpAsync("--assembly", CompiledMigrations.ToFile(First + Later))).Exits(ExitCode.Success);

        await AsApplicationAsync(roles,
            "INSERT INTO coupons (code) VALUES ('SPRING')", "UPDATE coupons SET code = 'SUMMER'", "SELECT * FROM open_coupons",
            "SELECT nextval('coupon_numbers'), currval('coupon_numbers')", "SELECT coupon_count()", "CALL expire_coupons()",
            "DELETE FROM coupons");
        Assert.Equal(roles.Owner,
            await roles.Database.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'coupons'"));
        // Not everybody's, as PostgreSQL would have it.
        Assert.False(await roles.Database.ScalarAsync<bool>("SELECT has_function_privilege('public', 'coupon_count()', "
            + "'EXECUTE')"));
    }

    [Fact]
    public async Task Application_CanAlterNothing()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        (await roles.UpAsync()).Exits(ExitCode.Success);
        await using var source = NpgsqlDataSource.Create(roles.Application);
        string[] forbidden =
        [
            "CREATE TABLE mine (id int)", "CREATE TEMPORARY TABLE mine (id int)", "CREATE SCHEMA mine",
            "CREATE EXTENSION pg_trgm", "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE VIEW mine AS SELECT 1", "CREATE INDEX ON orders (total)", "ALTER TABLE orders ADD mine int",
            "ALTER TABLE orders DISABLE TRIGGER ALL", "ALTER TABLE orders OWNER TO CURRENT_USER",
            "ALTER SEQUENCE orders_id_seq RESTART", "SELECT setval('orders_id_seq', 1)", "DROP TABLE orders",
            "DROP INDEX ux_orders_public_id", "DROP VIEW customer_order_summary", "DROP SCHEMA public CASCADE", "TRUNCATE orders",
            "COMMENT ON TABLE orders IS 'mine'", "INSERT INTO migrator.\"VersionInfo\" (\"Version\") VALUES (1)",
            "UPDATE migrator.\"VersionInfo\" SET \"Description\" = ''", "DELETE FROM migrator.\"VersionInfo\"",
            "TRUNCATE migrator.\"VersionInfo\"", "DROP TABLE migrator.\"VersionInfo\"",
            "DELETE FROM migrator.\"VersionInfoJournal\"", "UPDATE migrator.\"VersionInfoJournal\" SET state = 'done'",
            "CREATE TABLE migrator.mine (id int)", "DROP SCHEMA migrator CASCADE", $"SET ROLE \"{roles.Owner}\"",
            $"SET ROLE \"{roles.MigratorRole}\"", $"GRANT \"{roles.Owner}\" TO CURRENT_USER", "ALTER ROLE CURRENT_USER CREATEDB",
            $"DROP DATABASE {roles.Database.Name}_other",
        ];
        await roles.Database.ExecuteAsync($"CREATE DATABASE {roles.Database.Name}_other");
        try
        {
            foreach (var sql in forbidden)
            {
                await using var command = source.CreateCommand(sql);
                var exception = await Assert.ThrowsAsync<PostgresException>(
                    () => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
                Assert.True(exception.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {exception.Message}");
            }
        }
        finally
        {
            await roles.Database.ExecuteAsync($"DROP DATABASE {roles.Database.Name}_other");
        }

        (await RolesDatabase.Tool(roles.Application, "status", "--exit-code").RunAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task StatusAndWait_WorkWithTheApplicationsRights_BeforeAndAfterTheDeploy()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);

        (await RolesDatabase.Tool(roles.Application, "status", "--exit-code").RunAsync()).Exits(ExitCode.Pending);
        (await RolesDatabase.Tool(roles.Application, "wait", "--timeout", "0").RunAsync()).Exits(ExitCode.Pending);
        (await roles.UpAsync()).Exits(ExitCode.Success);
        (await RolesDatabase.Tool(roles.Application, "status", "--exit-code").RunAsync()).Exits(ExitCode.Success);
        (await RolesDatabase.Tool(roles.Application, "wait", "--timeout", "0").RunAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Up_AsTheApplication_OnAnEmptyDatabase_IsRefusedBeforeAnythingIsCreated()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);

        var result = await RolesDatabase.Tool(roles.Application, "up").RunAsync();

        result.Exits(ExitCode.Usage, ExitCode.Refused)
            .Complains(roles.ApplicationRole, $"CREATE on the schema {RolesDatabase.VersionSchema}");
        Assert.Equal(0, await RelationsAsync(roles));
    }

    [Fact]
    public async Task Up_AsTheApplication_WithSomethingPending_IsRefusedBeforeAnythingIsCreated()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        (await roles.UpAsync("--target", "CreateOrders")).Exits(ExitCode.Success);
        var before = await RelationsAsync(roles);

        var result = await RolesDatabase.Tool(roles.Application, "up").RunAsync();

        result.Exits(ExitCode.Usage, ExitCode.Refused)
            .Complains(roles.ApplicationRole, $"SELECT, INSERT and DELETE on \"{RolesDatabase.VersionSchema}\".\"VersionInfo\"");
        Assert.Equal(before, await RelationsAsync(roles));
    }

    [Fact]
    public async Task Up_AsTheMigrator_WithoutTheOwnersRole_IsRefusedBeforeAnythingIsCreated()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);

        var result = await RolesDatabase.Tool(roles.Migrator, "up").RunAsync();

        result.Exits(ExitCode.Usage, ExitCode.Refused).Complains(roles.MigratorRole, "--set-role");
        Assert.Equal(0, await RelationsAsync(roles));
    }

    private static async Task AsApplicationAsync(RolesDatabase roles, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(roles.Application);
        foreach (var sql in statements)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Task<long> RelationsAsync(RolesDatabase roles) => roles.Database.ScalarAsync<long>(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', "
        + "'migrator')");
}
