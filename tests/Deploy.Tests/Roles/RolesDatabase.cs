using Deploy.Tests.Programs;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Deploy.Tests.Roles;

/// <summary>A database on which deploy/sql/roles.sql was run by psql, and its three roles, dropped after it.</summary>
internal sealed class RolesDatabase : IAsyncDisposable
{
    public const string VersionSchema = "migrator";

    private readonly NpgsqlConnectionStringBuilder _admin;

    private RolesDatabase(TestDatabase database)
    {
        Database = database;
        _admin = database.Connect();
    }

    public TestDatabase Database { get; }

    public string Owner => Database.Name + "_owner";

    public string MigratorRole => Database.Name + "_migrator";

    public string ApplicationRole => Database.Name + "_application";

    /// <summary>Created last and so dropped last: the others' memberships are its grants.</summary>
    public string Administrator => Database.Name + "_zadmin";

    /// <summary>The deploy step's connection.</summary>
    public string Migrator => ConnectionAs(MigratorRole);

    /// <summary>The application's connection.</summary>
    public string Application => ConnectionAs(ApplicationRole);

    /// <summary>A new database.</summary>
    /// <param name="server">Where.</param>
    /// <param name="script">Whether the script was run on it, and the two that log in have a password.</param>
    /// <param name="administrator">Whether it belongs to a role that may create roles and is no superuser, as on managed servers;
    /// then nothing was run.</param>
    public static async Task<RolesDatabase> CreateAsync(DatabaseServer server, bool script = true, bool administrator = false)
    {
        var roles = new RolesDatabase(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        if (administrator)
        {
            var name = roles.Administrator;
            await roles.Database.ExecuteAsync(
                $"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD '{TestDatabase.RolePassword}'; ALTER DATABASE "
                + $"{roles.Database.Name} OWNER TO {name}");
        }
        else if (script)
        {
            await roles.ScriptAsync();
            await roles.SetPasswordsAsync();
        }

        return roles;
    }

    public async Task SetPasswordsAsync()
    {
        foreach (var role in (string[])[MigratorRole, ApplicationRole])
            await Database.ExecuteAsync($"ALTER ROLE \"{role}\" PASSWORD '{TestDatabase.RolePassword}'");
    }

    /// <summary>Runs the script as the page says; fails the test unless it succeeds without a word.</summary>
    public async Task ScriptAsync(string options = "", Dictionary<string, string>? variables = null, string? user = null)
    {
        var result = await TryScriptAsync(options, variables, user);
        Assert.True(result is { ExitCode: 0, Out: "", Error: "" }, result.ToString());
    }

    /// <summary>Runs the script.</summary>
    /// <param name="options">Of psql.</param>
    /// <param name="variables">Of the shell, for the options.</param>
    /// <param name="user">Who runs it; null for the superuser.</param>
    public Task<ToolResult> TryScriptAsync(string options, Dictionary<string, string>? variables = null, string? user = null)
    {
        Needed.Psql();
        var connection = Database.Connect();
        if (user is not null)
            (connection.Username, connection.Password) = (user, TestDatabase.RolePassword);
        return Shell.RunAsync($"psql -q -d {Database.Name} {options} -f deploy/sql/roles.sql", Repository.Root,
            Libpq.Variables(connection).Concat(variables ?? []).ToDictionary());
    }

    /// <summary>The tool on the sample migrations.</summary>
    public static ToolStart Tool(string connection, params string[] arguments) =>
        new ToolStart([.. arguments, "--version-table-schema", VersionSchema])
            .With("MIGRATOR_ASSEMBLY", Sample.Assembly).With("MIGRATOR_ALLOW_BREAKING", "true")
            .With("MIGRATOR_CONNECTION", connection);

    /// <summary>`up` as the deploy step runs it.</summary>
    public Task<ToolResult> UpAsync(params string[] arguments) =>
        Tool(Migrator, ["up", "--set-role", Owner, .. arguments]).RunAsync();

    public async ValueTask DisposeAsync()
    {
        var roles = await Database.ColumnAsync<string>($"SELECT quote_ident(rolname) FROM pg_roles WHERE rolname LIKE "
            + $"'{Database.Name}\\_%' ORDER BY rolname");
        await Database.DisposeAsync();
        await using var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_admin.ConnectionString)
        { Database = "postgres" });
        foreach (var role in roles)
        {
            await using var drop = admin.CreateCommand($"DROP ROLE {role}");
            await drop.ExecuteNonQueryAsync();
        }
    }

    public string ConnectionAs(string role) =>
        new NpgsqlConnectionStringBuilder(_admin.ConnectionString)
        { Username = role, Password = TestDatabase.RolePassword }.ConnectionString;
}
