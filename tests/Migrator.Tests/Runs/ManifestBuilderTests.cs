using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

/// <summary>What the manifest says of migrations, which are only asked for their SQL.</summary>
public sealed class ManifestBuilderTests
{
    [Fact]
    public void Create_ReadsWhatTheAttributesSay()
    {
        var manifest = Create(
            CompiledMigrations.Sql(20, "Second", ["SELECT 2"], attribute: "TransactionBehavior.None, BreakingChange = true")
            + CompiledMigrations.Sql(10, "First", ["SELECT 1"])
            + "[Tags(\"eu\", \"us\")] " + CompiledMigrations.Sql(30, "Third", ["SELECT 3"])
            + "[Tags(TagBehavior.RequireAny, \"x\")] " + CompiledMigrations.Sql(40, "Fourth", ["SELECT 4"])).Manifest;

        Assert.Equal(["10 First True False", "20 Second False True", "30 Third True False", "40 Fourth True False"],
            manifest.Migrations.Select(one => $"{one.Version} {one.Name} {one.Transactional} {one.Breaking}"));
        Assert.Equal(["eu", "us"], manifest.Migrations[2].AllTags);
        Assert.Equal(["x"], manifest.Migrations[3].AnyTags);
        Assert.All(manifest.Migrations, one => Assert.Matches("^[0-9a-f]{64}$", one.Checksum));
        Assert.Null(manifest.VersionTable);
    }

    [Fact]
    public void Create_Constraint_IsConditional()
    {
        var manifest = Create("[FluentMigrator.Runner.Constraints.CurrentVersionMigrationConstraint(5)] "
            + CompiledMigrations.Sql(10, "Later", ["SELECT 1"])).Manifest;

        Assert.True(manifest.Migrations.Single().Conditional);
    }

    [Theory]
    [InlineData("Execute.WithConnection((c, t) => { });", "C# code")]
    [InlineData("if (Schema.Table(\"a\").Exists()) Execute.Sql(\"SELECT 1\");", "what is in the database")]
    [InlineData("Execute.Sql(\"SELECT '\" + Guid.NewGuid() + \"'\");", "another text each time")]
    [InlineData("throw new NotImplementedException(\"not yet\");", "not yet")]
    public void Create_WhatCannotBeKnownOffline_IsOpaque_AndSaysWhy(string up, string reason)
    {
        var built = Create($"[Migration(1)] public class One : Migration {{ public override void Up() {{ {up} }} public "
            + $"override void Down() {{ }} }}");

        Assert.Null(built.Manifest.Migrations.Single().Checksum);
        Assert.Contains(reason, built.Opaque[1], StringComparison.Ordinal);
    }

    // The application of the class, not its text: other white space, and typed expressions instead of SQL.
    [Fact]
    public void Create_SameSqlOtherwiseWritten_HasTheSameChecksum()
    {
        var sql = Create(CompiledMigrations.Sql(1, "One", ["create  table public.users (id integer not null) -- for now"]))
            .Manifest.Migrations[0].Checksum;
        var typed = Create("""
            [Migration(1)] public class Two : Migration
            {
                public override void Up() => Create.Table("users").WithColumn("id").AsInt32().NotNullable();
                public override void Down() { }
            }
            """).Manifest.Migrations[0].Checksum;

        Assert.Equal(typed, sql);
    }

    [Fact]
    public void Create_OwnVersionTable_IsInIt()
    {
        var manifest = Create(CompiledMigrations.Sql(1, "One", ["SELECT 1"]) + """
            public class Versions : FluentMigrator.Runner.VersionTableInfo.IVersionTableMetaData
            {
                public bool OwnsSchema => false;
                public string SchemaName => "meta";
                public string TableName => "versions";
                public string ColumnName => "number";
                public string DescriptionColumnName => "text";
                public string UniqueIndexName => "versions_number";
                public string AppliedOnColumnName => "at";
                public bool CreateWithPrimaryKey => false;
            }
            """, typeof(FluentMigrator.Runner.MigrationRunner).Assembly).Manifest;

        Assert.Equal(("meta", "versions", "number"),
            (manifest.VersionTable!.Schema, manifest.VersionTable.Name, manifest.VersionTable.VersionColumn));
    }

    [Fact]
    public void Create_VersionTwice_IsRefused() => Assert.Throws<ConfigurationException>(
        () => Create(CompiledMigrations.Sql(1, "One", []) + CompiledMigrations.Sql(1, "Another", [])));

    private static BuiltManifest Create(string source, params System.Reflection.Assembly[] references) =>
        MigrationEngine.CreateManifest(MigrationAssembly.Load(CompiledMigrations.ToFile(source, references)));
}
