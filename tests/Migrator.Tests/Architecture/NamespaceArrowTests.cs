namespace Migrator.Tests.Architecture;

/// <summary>Rooms inside an assembly that must not know what other rooms are for.</summary>
public sealed class NamespaceArrowTests
{
    [Fact]
    public void Runner_IsUsedInExecutionOnly()
    {
        Assert.NotEmpty(Engine(name => name == "Migrator.Execution", "FluentMigrator.Runner."));

        Assert.Empty(Engine(name => name != "Migrator.Execution", "FluentMigrator.Runner."));
    }

    [Fact]
    public void Planning_UsesNoFilesNoDatabaseNoFluentMigratorAndNoClock()
    {
        Assert.NotEmpty(Engine(IsPlanning, "Migrator.Catalog."));

        Assert.Empty(Engine(IsPlanning, "System.IO.", "System.Net.", "Npgsql.", "FluentMigrator.", "Migrator.Database.", "Migrator.Execution.",
            "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Threading.Tasks.", "System.Environment"));
    }

    [Fact]
    public void Engine_UsesNoConsole()
    {
        using var engine = new UsedTypes(Repository.Assembly("Migrator"));

        Assert.DoesNotContain("System.Console", engine.Assemblies);
        Assert.DoesNotContain("System.Console", engine.Of(_ => true));
    }

    [Fact]
    public void Output_TouchesNoDatabase()
    {
        using var tool = new UsedTypes(Repository.Assembly("Migrator.Cli", "dotnet-migrator"));
        var used = tool.Of(name => name == "Migrator.Cli.Output" || name.StartsWith("Migrator.Cli.Output.", StringComparison.Ordinal));

        Assert.Contains("Migrator.MigrationOutcome", used);
        Assert.DoesNotContain(used, name => name.StartsWith("Npgsql.", StringComparison.Ordinal));
        // Values that are shown, not doors.
        Assert.Empty(used.Where(name => name.StartsWith("Migrator.Database.", StringComparison.Ordinal))
            .Except(((string[])["DatabaseIdentity", "LockHolder", "Blockage", "Blocker", "StatementProgress"]).Select(name => $"Migrator.Database.{name}")));
    }

    [Fact]
    public void Reader_SeesWhatOnlyAMethodBodyUses()
    {
        using var self = new UsedTypes(typeof(NamespaceArrowTests).Assembly.Location);

        var used = self.Of(name => name == typeof(NamespaceArrowTests).Namespace);

        // In a cast, a static call, a nested closure, and a generic argument.
        Assert.Contains("System.Xml.Linq.XDocument", used);
        Assert.Contains("System.IO.Directory", used);
        Assert.Contains("System.Text.Json.JsonDocument", used);
        Assert.DoesNotContain("Npgsql.NpgsqlConnection", used);
        Assert.Contains("Npgsql.NpgsqlConnection", self.Of(name => name == "Migrator.Tests.Support"));
    }

    private static bool IsPlanning(string name) => name == "Migrator.Planning";

    private static List<string> Engine(Func<string, bool> ofNamespace, params string[] prefixes)
    {
        using var engine = new UsedTypes(Repository.Assembly("Migrator"));
        return [.. engine.Of(ofNamespace).Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))];
    }
}
