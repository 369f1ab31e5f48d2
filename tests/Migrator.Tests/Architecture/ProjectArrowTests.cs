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

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyThoseBelowIt(string project)
    {
        Assert.True(Below.TryGetValue(project, out var below), $"{project} is new: say in this table which projects it may reference.");

        Assert.Empty(Repository.Direct(project, "ProjectReference").Except(below));
        Assert.Empty(Repository.Closure(project).Intersect(Repository.Projects, StringComparer.OrdinalIgnoreCase).Except(below, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void FluentMigrator_IsKnownToTheEngineTheToolAndTheMigrationsOnly(string project)
    {
        var knows = Repository.Closure(project).Any(name => name.StartsWith("FluentMigrator", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(project is "Migrator" or "Migrator.Cli" or "Migrations", knows);
    }

    [Fact]
    public void Closure_HoldsWhatIsNotNamedDirectly() => Assert.Contains("FluentMigrator.Runner.Core", Repository.Closure("Migrator.Cli"));

    [Fact]
    public void Migrations_KnowNoRunnerAndNoDriver()
    {
        string[] allowed = ["FluentMigrator", "FluentMigrator.Abstractions", "FluentMigrator.Extensions.Postgres"];

        Assert.Empty(Repository.Direct("Migrations", "PackageReference").Except(allowed));
        Assert.DoesNotContain(Repository.Closure("Migrations"), name => name.Contains("Runner", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Npgsql", StringComparison.OrdinalIgnoreCase));
        using var compiled = new UsedTypes(Repository.Assembly("Migrations"));
        Assert.Contains("FluentMigrator", compiled.Assemblies);
        Assert.Empty(compiled.Assemblies.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Except(allowed));
    }

    [Fact]
    public void SchemaCheck_KnowsNeitherFluentMigratorNorTheEngine()
    {
        using var compiled = new UsedTypes(Repository.Assembly("Migrator.SchemaCheck"));

        Assert.Contains("Npgsql", compiled.Assemblies);
        Assert.DoesNotContain(compiled.Assemblies, name => name.StartsWith("FluentMigrator", StringComparison.Ordinal) || name == "Migrator");
    }

    [Fact]
    public void WebApi_KnowsTheCheckAndNothingThatMigrates()
    {
        using var compiled = new UsedTypes(Repository.Assembly("WebApi"));

        Assert.Contains("Migrator.SchemaCheck", compiled.Assemblies);
        Assert.DoesNotContain(compiled.Assemblies, name => name.StartsWith("FluentMigrator", StringComparison.Ordinal) || name is "Migrator" or "Migrations");
        // Nor do they lie beside it, where something could load them.
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(Repository.Assembly("WebApi"))!, "*.dll").Select(Path.GetFileName),
            name => name!.StartsWith("FluentMigrator", StringComparison.Ordinal) || name is "Migrator.dll" or "Migrations.dll");
    }
}
