using Migrator.Cli.Terminal;
using Migrator.TestSupport;

namespace Deploy.Tests.Roles;

/// <summary>deploy/sql/roles.sql itself.</summary>
public sealed class RolesScriptTests(TestServer server)
{
    [Fact]
    public async Task Roles_AreNoMoreThanTheyNeedToBe()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);

        Assert.Equal(
            ["application login inherit", "migrator login noinherit", "owner nologin inherit"],
            await roles.Database.ColumnAsync<string>(
                $"""
                SELECT substring(rolname FROM '[a-z]+$') || CASE WHEN rolcanlogin THEN ' login' ELSE ' nologin' END
                    || CASE WHEN rolinherit THEN ' inherit' ELSE ' noinherit' END
                FROM pg_roles WHERE rolname LIKE '{roles.Database.Name}\_%'
                    AND NOT rolsuper AND NOT rolcreaterole AND NOT rolcreatedb AND NOT rolreplication AND NOT rolbypassrls
                ORDER BY 1
                """));
        Assert.Equal([$"{roles.MigratorRole} {roles.Owner}"], await roles.Database.ColumnAsync<string>(
            $"""
            SELECT member::regrole || ' ' || roleid::regrole FROM pg_auth_members
            WHERE member::regrole::text LIKE '{roles.Database.Name}\_%' AND roleid <> 'pg_read_all_stats'::regrole
            """));
    }

    [Fact]
    public async Task Script_MayBeRunAgain_AndChangesNothing()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        (await roles.UpAsync()).Exits(ExitCode.Success);
        var before = await PrivilegesAsync(roles);

        await roles.ScriptAsync();

        Assert.Equal(before, await PrivilegesAsync(roles));
    }

    [Fact]
    public async Task Script_TakesOtherNames_EvenThoseThatNeedQuotes()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        var name = $"{roles.Database.Name}_Shop's \"boss\"";

        await roles.ScriptAsync("-v owner=\"$OWNER\" -v version_schema='Deploy State'", new() { ["OWNER"] = name });

        Assert.True(await roles.Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = "
            + $"'{name.Replace("'", "''", StringComparison.Ordinal)}')"));
        Assert.True(
            await roles.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'Deploy State')"));
    }

    [Theory]
    [InlineData("-v application={0}_migrator", "three roles")]
    [InlineData("-v application={1}", "may do more than")]
    [InlineData("-v version_schema=public", "a schema of its own")]
    [InlineData("-v application={0}_friend", "is a member of")]
    public async Task Script_RefusesWhatWouldLetTheApplicationAlterSomething(string options, string reason)
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        await roles.Database.ExecuteAsync($"CREATE ROLE {roles.Database.Name}_friend; GRANT {roles.Owner} TO "
            + $"{roles.Database.Name}_friend");
        var before = await PrivilegesAsync(roles);

        var result = await roles.TryScriptAsync(string.Format(
            System.Globalization.CultureInfo.InvariantCulture, options, roles.Database.Name, roles.Database.Connect().Username));

        Assert.Equal(3, result.ExitCode);
        result.Complains(reason);
        Assert.Equal(before, await PrivilegesAsync(roles));
    }

    [Fact]
    public async Task Script_NeedsNoSuperuser_AndLeavesWhoRanItNoRights()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, administrator: true);

        await roles.ScriptAsync(user: roles.Administrator);
        await roles.ScriptAsync(user: roles.Administrator);

        Assert.False(
            await roles.Database.ScalarAsync<bool>($"SELECT pg_has_role('{roles.Administrator}', '{roles.Owner}', 'USAGE')"));
        await roles.SetPasswordsAsync();
        (await roles.UpAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Script_RefusesAVersionTableInTheApplicationsSchema_UntilItIsMoved()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, script: false);
        var database = roles.Database;
        await database.ExecuteAsync("CREATE TABLE \"VersionInfo\" (\"Version\" bigint)");

        var refused = await roles.TryScriptAsync("");
        await database.ExecuteAsync($"CREATE SCHEMA {RolesDatabase.VersionSchema}; ALTER TABLE \"VersionInfo\" SET SCHEMA "
            + $"{RolesDatabase.VersionSchema}");
        await roles.ScriptAsync();

        Assert.Equal(3, refused.ExitCode);
        refused.Complains("see docs/roles.md on moving it");
        Assert.Equal(["SELECT"], await database.ColumnAsync<string>(
            $"SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = '{roles.ApplicationRole}' AND "
            + $"table_name = 'VersionInfo'"));
    }

    // Everything that anybody may do here, by name.
    private static Task<List<string>> PrivilegesAsync(RolesDatabase roles) => roles.Database.ColumnAsync<string>(
        """
        SELECT what || ' ' || coalesce(acl::text, '') FROM (
            SELECT n.nspname || '.' || c.relname, c.relacl FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            UNION ALL SELECT nspname, nspacl FROM pg_namespace
            UNION ALL SELECT datname, datacl FROM pg_database WHERE datname = current_database()
            UNION ALL SELECT concat_ws(' ', 'default', defaclobjtype, defaclnamespace), defaclacl FROM pg_default_acl
            UNION ALL SELECT p.oid::regprocedure::text, p.proacl FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace) one (what, acl)
        ORDER BY 1
        """);
}
