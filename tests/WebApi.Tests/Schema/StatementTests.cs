using System.Reflection;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Schema;

/// <summary>The application's SQL against the schema that the migrations make: without a reference to them, this is what holds
/// the two together.</summary>
public sealed class StatementTests(TestServer server)
{
    private static readonly string[] WaysToSendSql =
        ["CreateCommand", "new NpgsqlCommand", "CreateBatch", "NpgsqlBatch", "BeginBinary", "BeginText", "BeginRaw",
            "CommandText", "NpgsqlDataAdapter", "new Statement("];

    private static readonly Dictionary<string, string> Statements = typeof(Statement).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(Statement))
        .ToDictionary(field => $"{field.DeclaringType!.Name}.{field.Name}", field => ((Statement)field.GetValue(null)!).Text);

    [Fact]
    public async Task EveryStatement_IsPreparedOnTheMigratedSchema()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");

        Assert.True(Statements.Count >= 17);
        Assert.Empty(await BrokenAsync(shop.Database));
    }

    [Fact]
    public async Task AMigrationThatRenamesAColumn_BreaksTheStatementsThatNameIt()
    {
        await using var shop = await Shop.CreateAsync(server, "latest");
        // The others are applied already; their versions are all that is needed of them.
        var applied = SchemaManifest.Load(Repository.PathOf("src", "Migrations", SchemaManifest.FileName))
            .Migrations.Select(one => CompiledMigrations.Sql(one.Version, one.Name, []));
        var rename = CompiledMigrations.ToFile(string.Concat(applied)
            + CompiledMigrations.Sql(20991231000000, "RenameCustomerEmail", ["ALTER TABLE customers RENAME email TO mail"]));

        (await shop.UpAsync("latest", rename)).Exits(ExitCode.Success);

        Assert.Equal(["CustomerSql.Add", "CustomerSql.Get", "CustomerSql.List"], await BrokenAsync(shop.Database));
    }

    // A statement that was forgotten here would pass the tests above without being looked at.
    [Fact]
    public void Commands_AreMadeOfStatementsOnly()
    {
        var source = Repository.PathOf("src", "WebApi");
        var makers = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal))
            .Where(file => WaysToSendSql.Any(way => File.ReadAllText(Path.Combine(source, file))
                .Contains(way, StringComparison.Ordinal)));

        Assert.Equal([Path.Combine("Sql", "Statement.cs")], makers);
    }

    private static async Task<List<string>> BrokenAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        List<string> broken = [];
        foreach (var (name, text) in Statements.OrderBy(statement => statement.Key, StringComparer.Ordinal))
        {
            // The server's own PREPARE: with the driver's, the parameters would need values, and their types would be the
            // driver's guess.
            await using var prepare = new NpgsqlCommand($"PREPARE \"{name}\" AS {text}", connection);
            try
            {
                await prepare.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            catch (PostgresException)
            {
                broken.Add(name);
            }
        }

        return broken;
    }
}
