using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Support;

/// <summary>Where the tests' shadow databases are made: the same server, by a role that may create databases and nothing
/// else.</summary>
internal static class Shadows
{
    /// <summary>The connection. The role cannot be dropped at the test's end if it still owns a database.</summary>
    public static Task<string> ShadowAsync(this Sandbox sandbox) => sandbox.Database.CreateRoleAsync("shadow", "CREATEDB");

    /// <summary>How many databases that role has now.</summary>
    public static Task<long> ShadowsLeftAsync(this TestDatabase database) => database.ScalarAsync<long>(
        $"SELECT count(*) FROM pg_database WHERE datname LIKE 'migrator_shadow_%' AND pg_get_userbyid(datdba) = "
        + $"'{database.Name}_shadow'");
}
