using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs;

/// <summary>Two migrations projects of a user's own, of which one references the other, each with services of its own, through
/// every verb.</summary>
[Trait("Of", "the .NET tool")]
public sealed class TwoProjectsTests(TestServer server)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);

    [Fact]
    public async Task EveryVerb_TheBundle_AndTheCheckOfTheManifest_TakeBoth()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        Write(sandbox.Directory);
        var shadow = await sandbox.ShadowAsync();
        var file = Path.Combine(sandbox.Directory.Path, "src/Billing Migrations/migrations.manifest.json");
        ToolStart Tool(params string[] arguments) =>
            sandbox.Tool(arguments).WithSdk().With("MIGRATOR_SHADOW", shadow) with { Longest = Longest };
        Task<ToolResult> Built(params string[] arguments) => Tool([.. arguments, "--no-build"]).RunAsync();

        // One manifest, beside the first; it is embedded in that, and so has to be there before the others are built.
        (await Tool("manifest").RunAsync()).Exits(ExitCode.Success).Says($"{file} written (3 migrations).");
        Assert.Equal(["Billing", "Stock", "Billing"],
            SchemaManifest.Load(file).Migrations.Select(migration => migration.Assembly!));
        (await Tool("manifest", "--check").RunAsync()).Exits(ExitCode.Success);

        (await Built("lint")).Exits(ExitCode.Success);
        (await Built("rehearse")).Exits(ExitCode.Success).Says("2  CreateStock (Stock)");
        (await Built("script", "-o", "all.sql")).Exits(ExitCode.Success);
        (await Built("up", "--dry-run")).Exits(ExitCode.Success).Says("-- 3 LinkStock (Billing)");
        (await Tool("wait", "--timeout", "0", "--manifest", file).RunAsync()).Exits(ExitCode.Pending)
            .Complains("3 missing (CreateInvoices (Billing), CreateStock (Stock), LinkStock (Billing))");
        (await Built("up")).Exits(ExitCode.Success).Says("1  CreateInvoices (Billing)", "3 applied");
        (await Built("status", "--exit-code")).Exits(ExitCode.Success).Says("3  LinkStock (Billing)", "Up to date at 3.");
        (await Built("drift")).Exits(ExitCode.Success);
        Assert.Equal(1, await sandbox.Database.ScalarAsync<long>(
            "SELECT count(*) FROM information_schema.columns WHERE table_name = 'invoices' AND column_name = 'ofstock'"));
        (await Tool("wait", "--timeout", "0", "--manifest", file).RunAsync()).Exits(ExitCode.Success);
        (await Built("resolve", "2", "--applied")).Exits(ExitCode.Usage);
        Assert.Equal(["ours", "theirs"], await sandbox.Database.ColumnAsync<string>("SELECT name FROM seeds ORDER BY 1"));
        (await Built("down", "--target", "1", "--yes")).Exits(ExitCode.Success).Says("2 reverted");

        var bundle = Path.Combine(sandbox.Directory.Path, "migrate");
        (await Tool("bundle", "--no-aot", "-o", bundle).RunAsync()).Exits(ExitCode.Success).Says("3 migrations inside");
        ToolStart Bundle(params string[] arguments) => sandbox.Bare(arguments) with
        {
            Program = [bundle],
            Directory = null,
            Environment = new() { ["MIGRATOR_CONNECTION"] = sandbox.Connection, ["DOTNET_ROOT"] = "/nowhere" },
        };
        (await Bundle("up").RunAsync()).Exits(ExitCode.Success).Says("2  CreateStock (Stock)", "2 applied");
        (await Bundle("up").RunAsync()).Exits(ExitCode.Success).Says("Up to date at 3 (3 migrations).");
        (await Bundle("down", "--target", "zero", "--yes").RunAsync()).Exits(ExitCode.Success).Says("3 reverted");
        Assert.Empty(await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task ProjectsOfOneName_CannotBeInOneBundle()
    {
        using var directory = new WorkingDirectory();
        // What building them gives is all that is asked for.
        WorkingDirectory.MakeOwn(directory.Write("bin/dotnet", "#!/bin/sh\necho \"$(dirname \"$2\")/Migrations.dll\"\n"));
        directory.Write("one/Migrations.csproj", "<Project/>");
        directory.Write("two/Migrations.csproj", "<Project/>");

        var run = await (new ToolStart("bundle", "--no-aot", "--project", "one", "--project", "two/Migrations.csproj")
        { Directory = directory.Path }).With("PATH",
            directory.Folder("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")).RunAsync();

        run.Exits(ExitCode.Usage).Complains("one/Migrations.csproj and ", "two/Migrations.csproj cannot be in one bundle: both "
            + "make Migrations.dll. Give one of them another AssemblyName.");
    }

    private static void Write(WorkingDirectory directory)
    {
        directory.Write("migrator.json", """{ "project": ["src/Billing Migrations", "src/Stock/Stock.csproj"] }""");
        directory.Write("src/Stock/Stock.csproj", Project("",
            "<EmbeddedResource Include=\"Seed.sql\" LogicalName=\"Seed.sql\" />"));
        directory.Write("src/Stock/Seed.sql", "INSERT INTO seeds VALUES ('theirs')");
        directory.Write("src/Stock/Stock.cs", """
            using FluentMigrator;
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            namespace Stock;
            public interface INames { string Stock { get; } }
            public sealed class Names(IConfiguration configuration) : INames
            {
                public string Stock => configuration["Names:Stock"] ?? "stock";
            }
            public static class StockServices
            {
                public static void ConfigureServices(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<INames, Names>();
            }
            public abstract class Seeding : Migration
            {
                public override void Up()
                {
                    Execute.Sql("CREATE TABLE IF NOT EXISTS seeds (name text)");
                    Execute.EmbeddedScript("Seed.sql");
                }
            }
            [Migration(2)] public class CreateStock(INames names) : Seeding
            {
                public override void Up() { base.Up(); Create.Table(names.Stock).WithColumn("id").AsInt32().PrimaryKey(); }
                public override void Down() { Delete.Table(names.Stock); Execute.Sql("DELETE FROM seeds WHERE name = 'theirs'"); }
            }
            """);
        const string Manifest = "migrations.manifest.json";
        directory.Write("src/Billing Migrations/Billing.csproj", Project(
            "<ProjectReference Include=\"../Stock/Stock.csproj\" />", $"""
            <EmbeddedResource Include="Seed.sql" LogicalName="Seed.sql" />
            <EmbeddedResource Include="{Manifest}" LogicalName="{Manifest}" Condition="Exists('{Manifest}')" />
            """));
        directory.Write("src/Billing Migrations/Seed.sql", "INSERT INTO seeds VALUES ('ours')");
        directory.Write("src/Billing Migrations/Billing.cs", """
            using FluentMigrator;
            using Microsoft.Extensions.DependencyInjection;
            namespace Billing;
            public sealed record Column(string Name);
            public class BillingServices
            {
                public void ConfigureServices(IServiceCollection services) => services.AddSingleton(new Column("of"));
            }
            [Migration(1)] public class CreateInvoices : Stock.Seeding
            {
                public override void Up()
                {
                    base.Up();
                    Create.Table("invoices").WithColumn("id").AsInt32().PrimaryKey();
                }
                public override void Down() { Delete.Table("invoices"); Delete.Table("seeds"); }
            }
            [Migration(3)] public class LinkStock(Column column, Stock.INames names) : Migration
            {
                public override void Up() => Alter.Table("invoices").AddColumn(column.Name + names.Stock).AsInt32().Nullable();
                public override void Down() => Delete.Column(column.Name + names.Stock).FromTable("invoices");
            }
            """);
    }

    private static string Project(string reference, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="FluentMigrator" Version="8.0.1" />
            <PackageReference Include="Microsoft.Extensions.Configuration.Abstractions" Version="10.0.12" />
            <PackageReference Include="Microsoft.Extensions.DependencyInjection.Abstractions" Version="10.0.12" />
            {reference}
            {items}
          </ItemGroup>
        </Project>
        """;
}
