namespace Migrator.Tests.Architecture;

/// <summary>Arrows between projects point down only, and never to what a project must not know.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Migrator.SchemaCheck"] = [],
        ["Migrator"] = ["Migrator.SchemaCheck"],
        ["Migrator.Cli"] = ["Migrator", "Migrator.SchemaCheck"],
        ["Migrations"] = [],
        ["WebApi"] = ["Migrator.SchemaCheck"],
    };

    public static TheoryData<string> Projects => [.. ProjectFiles.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyThoseBelowIt(string project)
    {
        Assert.True(Below.TryGetValue(project, out var below),
            $"{project} is new: say in this table which projects it may reference.");

        Assert.Empty(ProjectFiles.Direct(project, "ProjectReference").Except(below));
        Assert.Empty(ProjectFiles.Closure(project).Intersect(ProjectFiles.Projects, StringComparer.OrdinalIgnoreCase)
            .Except(below, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void FluentMigrator_IsKnownToTheEngineTheToolAndTheMigrationsOnly(string project)
    {
        var knows = ProjectFiles.Closure(project)
            .Any(name => name.StartsWith("FluentMigrator", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(project is "Migrator" or "Migrator.Cli" or "Migrations", knows);
    }

    [Fact]
    public void Closure_HoldsWhatIsNotNamedDirectly() =>
        Assert.Contains("FluentMigrator.Runner.Core", ProjectFiles.Closure("Migrator.Cli"));

    [Fact]
    public void Migrations_KnowNoRunnerAndNoDriver()
    {
        string[] allowed = ["FluentMigrator", "FluentMigrator.Abstractions", "FluentMigrator.Extensions.Postgres"];

        Assert.Empty(ProjectFiles.Direct("Migrations", "PackageReference").Except(allowed));
        Assert.DoesNotContain(ProjectFiles.Closure("Migrations"),
            name => name.Contains("Runner", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Npgsql", StringComparison.OrdinalIgnoreCase));
        var compiled = ProjectFiles.References("Migrations");
        Assert.Contains("FluentMigrator", compiled);
        Assert.Empty(compiled.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Except(allowed));
    }

    [Fact]
    public void SchemaCheck_KnowsNeitherFluentMigratorNorTheEngine()
    {
        var compiled = ProjectFiles.References("Migrator.SchemaCheck");

        Assert.Contains("Npgsql", compiled);
        Assert.DoesNotContain(compiled,
            name => name.StartsWith("FluentMigrator", StringComparison.Ordinal) || name == "Migrator");
    }

    [Fact]
    public void WebApi_KnowsTheCheckAndNothingThatMigrates()
    {
        var compiled = ProjectFiles.References("WebApi");

        Assert.Contains("Migrator.SchemaCheck", compiled);
        Assert.DoesNotContain(compiled,
            name => name.StartsWith("FluentMigrator", StringComparison.Ordinal) || name is "Migrator" or "Migrations");
        // Nor do they lie beside it, where something could load them.
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(ProjectFiles.Assembly("WebApi"))!, "*.dll")
            .Select(Path.GetFileName),
            name => name!.StartsWith("FluentMigrator", StringComparison.Ordinal) || name is "Migrator.dll" or "Migrations.dll");
    }
}
