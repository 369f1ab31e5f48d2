using System.Reflection;
using Migrator.TestSupport;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>The names of today's schema, which the application shares, against what the migrations make.</summary>
public sealed class SchemaNamesTests(TestServer server)
{
    [Fact]
    public async Task Names_AreTheMigratedSchemas()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine().Up();

        var migrated = await database.ColumnAsync<string>("""
            SELECT concat(table_name, '.', column_name) FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ 'VersionInfo'
            """);

        var named = typeof(CreateCustomers).Assembly.GetTypes().Where(type => type.Namespace == "Storefront.Schema")
            .SelectMany(Columns);
        Assert.Equal(migrated.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Columns(Type table)
    {
        var names = table.GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
        return names.Where(name => name.Key != "Table").Select(name => $"{names["Table"]}.{name.Value}");
    }
}
