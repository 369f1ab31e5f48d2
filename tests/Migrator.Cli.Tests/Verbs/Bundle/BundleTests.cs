using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Bundle;

/// <summary><c>bundle</c>: a migrations project of a user's own becomes one executable that needs nothing beside it.</summary>
[Trait("Of", "the .NET tool")]
public sealed class BundleTests(TestServer server)
{
    private const int LargestMegabytes = 21;

    // Compiling takes a minute of a machine that has nothing else to do.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);

    private const string Migrations = """
        using System;
        using FluentMigrator;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Options;

        [Migration(20260101000000, "with a description")]
        public class CreateCustomers : Migration
        {
            public override void Up() => Create.Table("customers").WithColumn("id").AsInt64().PrimaryKey().Identity().WithColumn("name").AsString(100).NotNullable();
            public override void Down() => Delete.Table("customers");
        }

        [Migration(20260102000000, TransactionBehavior.None)]
        public class IndexCustomers : Migration
        {
            public override void Up() => Execute.Sql("CREATE INDEX CONCURRENTLY ix_customers_name ON customers (name)");
            public override void Down() => Execute.Sql("DROP INDEX CONCURRENTLY ix_customers_name");
        }

        // What it is given, by a class that is found by its looks and by settings beside the program.
        [Migration(20260102120000)]
        public class Regions : Migration
        {
            private readonly string _name;

            public Regions(IRegion region, IConfiguration configuration, IOptions<RegionOptions> options,
                IOptionsMonitor<RegionOptions> monitor, ILogger<Regions> logger, ILoggerProvider provider)
            {
                _name = region.Name + configuration["Region:Name"] + options.Value.Name + monitor.CurrentValue.Name;
                logger.LogWarning("region {Name}", _name);
            }

            public override void Up() => Create.Table("regions").WithDescription(_name).WithColumn("id").AsInt32();
            public override void Down() => Delete.Table("regions");
        }

        public interface IRegion { string Name { get; } }
        public sealed class Region : IRegion, IDisposable { public string Name => "East"; public void Dispose() { } }
        public class RegionOptions { public string Name { get; set; } = ""; }

        public class MigrationServices
        {
            public void ConfigureServices(IServiceCollection services, IConfiguration configuration)
            {
                services.AddScoped<IRegion, Region>();
                services.Configure<RegionOptions>(options => options.Name = configuration["Region:Name"]!);
            }
        }

        // All that goes through reflection or by an interface: a script in the assembly, rows, the connection itself.
        [Migration(20260103000000)]
        public class Fill : Migration
        {
            public override void Up()
            {
                Execute.EmbeddedScript("Fill.sql");
                Insert.IntoTable("customers").Row(new { name = "Grace" });
                Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "UPDATE customers SET name = upper(name)";
                    command.ExecuteNonQuery();
                });
                if (Schema.Table("customers").Exists())
                    Alter.Table("customers").AddColumn("note").AsString().Nullable();
            }

            public override void Down() => Delete.Column("note").FromTable("customers");
        }

        [Maintenance(MigrationStage.AfterAll)]
        public class Count : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE IF NOT EXISTS maintained (id int)");
            public override void Down() { }
        }

        [Profile("Development")]
        public class Data : Migration
        {
            public override void Up() => Insert.IntoTable("customers").Row(new { name = "profile" });
            public override void Down() { }
        }

        """;

    // FluentMigrator's own validation, by attributes, finds that a column has no type.
    private const string Invalid = """
        [FluentMigrator.Migration(20260104000000)]
        public class CreateNothing : FluentMigrator.Migration
        {
            public override void Up() => Create.Table("").WithColumn("id").AsInt32();
            public override void Down() { }
        }
        """;

    // As Dapper maps rows: by code that is made while the program runs.
    private const string MakesCode = """
        [FluentMigrator.Migration(20260103120000)]
        [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("AOT", "IL3050")]
        public class MapRows : FluentMigrator.Migration
        {
            public override void Up() => Execute.WithConnection((connection, transaction) =>
                new System.Reflection.Emit.DynamicMethod("map", typeof(void), System.Type.EmptyTypes));

            public override void Down() { }
        }

        """;

    private const string Reflecting = """
        public static class Names
        {
            public static object Make(string name) => System.Activator.CreateInstance(System.Type.GetType(name)!)!;
        }
        """;

    [Fact]
    public async Task Native_NeedsNothingAndDoesTheSame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var project = Project(sandbox.Directory, Migrations + MakesCode + Invalid, Reflecting);
        var bundle = Path.Combine(sandbox.Directory.Path, "out", "migrate");

        // What may not work natively is refused, also where it was compiled before.
        var made = await Bundling(sandbox, "--project", project, "-o", bundle, "--aot-warnings", "allow", "--output", "json")
            .RunAsync();
        made.Exits(ExitCode.Success);
        Assert.Contains("Names.Make", Assert.Single(made.Json.GetProperty("warnings").EnumerateArray()).GetString()!,
            StringComparison.Ordinal);
        (await Bundling(sandbox, "--project", project, "-o", bundle + "-2").RunAsync())
            .Exits(ExitCode.Usage).Complains("may not work as native code", "Names.Make", "--no-aot", "--aot-warnings allow");
        Assert.False(File.Exists(bundle + "-2"));

        Assert.Equal((bundle, true, 6),
            (made.Json.GetProperty("path").GetString(), made.Json.GetProperty("native").GetBoolean(),
                made.Json.GetProperty("migrations").GetInt32()));
        Assert.InRange(new FileInfo(bundle).Length, 1, LargestMegabytes * 1_000_000);

        await File.WriteAllTextAsync(Path.Combine(sandbox.Directory.Path, "out", "appsettings.json"),
            """{ "Region": { "Name": "North" } }""", TestContext.Current.CancellationToken);

        var up = await Run(sandbox, bundle, "up", "--target", "Fill", "--profile", "Development");
        up.Exits(ExitCode.Success)
            .Says("CreateCustomers", "IndexCustomers", "not in a transaction", "Fill", "profile Data", "4 applied")
            .Complains("warning: Regions: region EastNorthNorthNorth");
        Assert.Equal(["ADA", "GRACE", "profile"],
            await sandbox.Database.ColumnAsync<string>("SELECT name FROM customers ORDER BY 1"));
        Assert.True(await sandbox.Database.ExistsAsync("maintained"));
        (await Run(sandbox, bundle, "status", "--exit-code")).Exits(ExitCode.Pending).Says("CreateNothing", "Next: migrate up");
        (await Run(sandbox, bundle, "up")).Exits(ExitCode.Failed).Complains("CreateNothing", "table", "name");
        (await Run(sandbox, bundle, "up", "--target", "MapRows")).Exits(ExitCode.Failed)
            .Complains("this bundle is native code", "by --no-aot", "exit 6");
        (await Run(sandbox, bundle, "down", "--target", "zero", "--yes")).Exits(ExitCode.Success).Says("4 reverted");
        Assert.Empty(await sandbox.VersionsAsync());
        var completion = (await Run(sandbox, bundle, "completion", "bash")).Exits(ExitCode.Success)
            .Says("complete -o default -F _dotnet_migrator migrate");
        Assert.DoesNotContain("_dotnet_with_migrator", completion.Out, StringComparison.Ordinal);
        (await Run(sandbox, bundle, "up", "--project", "x.csproj")).Exits(ExitCode.Usage).Complains("--project");
        (await BundleOf(sandbox, bundle, "up").With("MIGRATOR_ASSEMBLY", "other.dll").RunAsync()).Exits(ExitCode.Usage)
            .Complains("MIGRATOR_ASSEMBLY is set, but this program has its migrations inside");
    }

    [Fact]
    public async Task WithItsRuntime_NeedsNothingAndDoesTheSame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var project = Project(sandbox.Directory, Migrations, Reflecting);
        var bundle = Path.Combine(sandbox.Directory.Path, "migrate");

        (await Bundling(sandbox, "--project", project, "--no-aot").RunAsync()).Exits(ExitCode.Success)
            .Says("with its runtime", "4 migrations inside");

        (await BundleOf(sandbox, bundle, "up").With("Region__Name", "South").RunAsync()).Exits(ExitCode.Success).Says("4 applied")
            .Complains("warning: Regions: region EastSouthSouthSouth");
        Assert.Equal(["ADA", "GRACE"], await sandbox.Database.ColumnAsync<string>("SELECT name FROM customers ORDER BY 1"));
        (await Run(sandbox, bundle, "up")).Exits(ExitCode.Success).Says("Up to date at 20260103000000 (4 migrations).");
    }

    [Fact]
    public async Task WithoutALinker_SaysWhatToInstall()
    {
        using var directory = new WorkingDirectory();

        var run = await (new ToolStart("bundle", "--project", "My.csproj") { Directory = directory.Path })
            .With("PATH", directory.Path).RunAsync();

        run.Exits(ExitCode.Usage).Complains("needs clang or gcc", "apt-get install clang", "--no-aot");
    }

    [Theory]
    [InlineData("no migrations to run", "bundle")]
    [InlineData("compiles the migrations project", "bundle", "--assembly", "My.dll")]
    [InlineData("native code is compiled on the system that it is for", "bundle", "--project", "My.csproj", "-r", "freebsd-x64")]
    [InlineData("must be a runtime identifier", "bundle", "--project", "My.csproj", "--no-aot", "-r", "../../..")]
    [InlineData("must be a runtime identifier", "bundle", "--project", "My.csproj", "-r", "linux/../../..")]
    [InlineData("There is no project at", "bundle", "--project", "My.csproj")]
    [InlineData("must be allow or refuse", "bundle", "--project", "My.csproj", "--aot-warnings", "perhaps")]
    [InlineData("is a folder", "bundle", "--project", "My.csproj", "-o", ".")]
    public async Task WhatCannotBeBundled_IsTold(string message, params string[] arguments)
    {
        using var directory = new WorkingDirectory();

        (await (new ToolStart(arguments) { Directory = directory.Path }).WithSdk().RunAsync()).Exits(ExitCode.Usage)
            .Complains(message, "exit 2");
    }

    [Fact]
    public async Task ProjectThatDoesNotCompile_ShowsTheCompilersMessage()
    {
        using var directory = new WorkingDirectory();
        var project = Project(directory, "public class Broken { public NoSuchType Field; }");

        (await (new ToolStart("bundle", "--project", project) { Directory = directory.Path }).WithSdk().RunAsync())
            .Exits(ExitCode.Usage).Complains("does not build", "error CS0246", "NoSuchType");
    }

    private static string Project(WorkingDirectory directory, string source, string more = "")
    {
        directory.Write("My.Migrations/Migrations.cs", source);
        directory.Write("My.Migrations/Reflecting.cs", more);
        directory.Write("My.Migrations/Fill.sql", "INSERT INTO customers (name) VALUES ('Ada')");
        // What a repository may ask of its projects, and a generated one cannot fulfil.
        directory.Write("Directory.Build.props",
            "<Project><PropertyGroup><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>");
        directory.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="FluentMigrator" Version="8.0.1" />
                <PackageVersion Include="Microsoft.Extensions.Configuration.Abstractions" Version="10.0.12" />
                <PackageVersion Include="Microsoft.Extensions.Logging.Abstractions" Version="10.0.12" />
                <PackageVersion Include="Microsoft.Extensions.Options" Version="10.0.12" />
              </ItemGroup>
            </Project>
            """);
        return directory.Write("My.Migrations/My.Migrations.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FluentMigrator" />
                <PackageReference Include="Microsoft.Extensions.Configuration.Abstractions" />
                <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" />
                <PackageReference Include="Microsoft.Extensions.Options" />
                <EmbeddedResource Include="Fill.sql" />
              </ItemGroup>
            </Project>
            """);
    }

    // No .NET, no PATH, nothing but the connection.
    private static ToolStart BundleOf(Sandbox sandbox, string bundle, params string[] arguments) =>
        (sandbox.Tool(arguments) with { Program = [bundle] }).With("DOTNET_ROOT", "/nowhere").With("PATH", "/nowhere");

    private static ToolStart Bundling(Sandbox sandbox, params string[] arguments) =>
        sandbox.Bare(["bundle", .. arguments]).WithSdk() with { Longest = Longest };

    private static Task<ToolResult> Run(Sandbox sandbox, string bundle, params string[] arguments) =>
        BundleOf(sandbox, bundle, arguments).RunAsync();
}
