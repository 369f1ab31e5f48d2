using System.Globalization;
using System.Text;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>EF Core: <c>Migrate()</c> in a console program.</summary>
internal static class EfCore
{
    private const string Version = "10.0.3";

    public static Contender Create(int count)
    {
        var source = new StringBuilder("""
            using Microsoft.EntityFrameworkCore;
            using Microsoft.EntityFrameworkCore.Infrastructure;
            using Microsoft.EntityFrameworkCore.Migrations;
            namespace Bench;

            public class Context : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(System.Environment.GetEnvironmentVariable("CONNECTION"));
            }

            [DbContext(typeof(Context))]
            public class Snapshot : ModelSnapshot { protected override void BuildModel(ModelBuilder modelBuilder) { } }

            public abstract class Table(int number) : Migration
            {
                protected override void Up(MigrationBuilder builder)
                {
                    builder.CreateTable(name: $"t{number}", columns: table => new
                    {
                        id = table.Column<long>(nullable: false), name = table.Column<string>(type: "text", nullable: false), at = table.Column<System.DateTimeOffset>(type: "timestamptz", nullable: false),
                    }, constraints: table => table.PrimaryKey($"pk_t{number}", row => row.id));
                    builder.CreateIndex(name: $"ix_t{number}_name", table: $"t{number}", column: "name");
                }

                protected override void Down(MigrationBuilder builder) => builder.DropTable($"t{number}");
            }

            """);
        foreach (var i in BenchSchema.Numbers(count))
            source.Append(CultureInfo.InvariantCulture,
                $"[DbContext(typeof(Context)), Migration(\"{20260101000000 + i}_Create{i}\")] public class Create{i}() : "
                + $"Table({i});\n");
        var program = Ours.Publish("bench-efcore", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization><TieredPGO>false</TieredPGO>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="{Version}" /></ItemGroup>
            </Project>
            """, """
            using Microsoft.EntityFrameworkCore;
            using var context = new Bench.Context();
            context.Database.Migrate();
            """, new Dictionary<string, string> { ["Migrations.cs"] = source.ToString() });
        return new("EF Core", Version, "`Migrate()` in a console program, ReadyToRun", (phase, database) => phase == Phase.Status ? null
            : new(program) { Environment = { ["CONNECTION"] = database.ConnectionString } });
    }
}
