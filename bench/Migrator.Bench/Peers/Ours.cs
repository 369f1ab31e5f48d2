using System.Globalization;
using System.Text;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>This project: the tool as it is published, and a bundle; and what both stand on, plain FluentMigrator.</summary>
internal sealed class Ours(string tool)
{
    private readonly string _tool = Path.GetFullPath(tool);

    public string Version { get; } = ProcessRun.Run(new(Path.GetFullPath(tool), "--version")).Trim().Split('+')[0];

    public Contender Tool(int count)
    {
        var assembly = Assembly(count);
        return new("dotnet migrator", Version, "`dotnet-migrator up`, framework-dependent, ReadyToRun",
            (phase, database) => Command(_tool, phase, database.ConnectionString, ["--assembly", assembly]));
    }

    public Contender Bundle(int count)
    {
        var program = BundleOf(count);
        return new("migrator bundle", Version, "`./migrate up`, made by `dotnet migrator bundle`",
            (phase, database) => Command(program, phase, database.ConnectionString, []));
    }

    /// <summary>What is asked before a run.</summary>
    /// <param name="shadow">Where shadow databases are made.</param>
    public IReadOnlyList<(string Name, Command Command)> Safety(string shadow)
    {
        const string Sample = "src/Migrations/bin/Release/net10.0/Migrations.dll";
        ProcessRun.Run(new("dotnet", "build", "src/Migrations/Migrations.csproj", "-c", "Release", "-nologo", "-v", "quiet"));
        return
        [
            ("rehearse, the sample schema: up, down and up", new(_tool, "rehearse", "--assembly", Sample, "--shadow", shadow)),
            ("rehearse, 300 migrations", new(_tool, "rehearse", "--assembly", Assembly(300), "--shadow", shadow)),
            ("lint, 2,000 migrations", new(_tool, "lint", "--assembly", Assembly(2_000))),
        ];
    }

    /// <summary>FluentMigrator's own runner on the same migrations.</summary>
    public static Contender FluentMigrator(int count)
    {
        var program = Publish("bench-fluentmigrator", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization><TieredPGO>false</TieredPGO>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Migrations(count)}" />
                <PackageReference Include="FluentMigrator.Runner.Core" Version="8.0.1" />
                <PackageReference Include="FluentMigrator.Runner.Postgres" Version="8.0.1" />
                <PackageReference Include="Npgsql" Version="10.0.3" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="10.0.12" />
              </ItemGroup>
            </Project>
            """, """
            using FluentMigrator.Runner;
            using Microsoft.Extensions.DependencyInjection;
            using var services = new ServiceCollection().AddFluentMigratorCore()
                .ConfigureRunner(builder => builder.AddPostgres15_0()
                    .WithGlobalConnectionString(Environment.GetEnvironmentVariable("CONNECTION"))
                    .ScanIn(typeof(Bench.Table).Assembly).For.All())
                .BuildServiceProvider();
            using var scope = services.CreateScope();
            scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
            """);
        return new("FluentMigrator", "8.0.1", "`MigrateUp()` in a console program, ReadyToRun", (phase, database) => phase == Phase.Status ? null
            : new(program) { Environment = { ["CONNECTION"] = database.ConnectionString } });
    }

    /// <summary>Publishes a framework-dependent program, compiled ahead.</summary>
    public static string Publish(string name, string project, string program, IReadOnlyDictionary<string, string>? files = null)
    {
        var path = Workspace.Project(name, project, new Dictionary<string, string>(files ?? new Dictionary<string, string>()) { ["Program.cs"] = program });
        var output = Path.Combine(Path.GetDirectoryName(path)!, "out");
        ProcessRun.Run(new("dotnet", "publish", path, "-c", "Release", "-nologo", "-v", "quiet", "--use-current-runtime", "--self-contained", "false",
            "-p:PublishReadyToRun=true", "-o", output));
        return Path.Combine(output, name);
    }

    private static Command Command(string program, Phase phase, string connection, string[] more) =>
        new(program, [phase == Phase.Status ? "status" : "up", .. more]) { Environment = { ["MIGRATOR_CONNECTION"] = connection } };

    private static string Migrations(int count)
    {
        var source = new StringBuilder("""
            using FluentMigrator;
            namespace Bench;

            public abstract class Table(int number) : Migration
            {
                public override void Up()
                {
                    Create.Table($"t{number}").WithColumn("id").AsInt64().PrimaryKey($"pk_t{number}").WithColumn("name")
                        .AsString().NotNullable().WithColumn("at").AsDateTimeOffset();
                    Create.Index($"ix_t{number}_name").OnTable($"t{number}").OnColumn("name");
                }

                public override void Down() => Delete.Table($"t{number}");
            }

            """);
        foreach (var i in BenchSchema.Numbers(count))
            source.Append(CultureInfo.InvariantCulture, $"[Migration({i})] public class Create{i}() : Table({i});\n");
        return Workspace.Project($"Migrations{count}", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FluentMigrator" Version="8.0.1" />
                <EmbeddedResource Include="migrations.manifest.json" LogicalName="migrations.manifest.json" Condition="Exists('migrations.manifest.json')" />
              </ItemGroup>
            </Project>
            """, new Dictionary<string, string> { ["Migrations.cs"] = source.ToString() });
    }

    private string Assembly(int count)
    {
        var project = Migrations(count);
        var folder = Path.GetDirectoryName(project)!;
        var assembly = Path.Combine(folder, "bin", "Release", "net10.0", $"Migrations{count}.dll");
        var manifest = Path.Combine(folder, "migrations.manifest.json");
        if (!File.Exists(manifest))
        {
            Build();
            ProcessRun.Run(new(_tool, "manifest", "--assembly", assembly, "--manifest", manifest));
        }

        Build();
        return assembly;

        void Build() => ProcessRun.Run(new("dotnet", "build", project, "-c", "Release", "-nologo", "-v", "quiet", "-p:CopyLocalLockFileAssemblies=true"));
    }

    private string BundleOf(int count)
    {
        var program = Path.Combine(Workspace.Folder("bundles"), $"migrate-{count}");
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(_tool + ".dll"))
        {
            Assembly(count);
            ProcessRun.Run(new(_tool, "bundle", "--project", Migrations(count), "-o", program));
        }

        return program;
    }
}
