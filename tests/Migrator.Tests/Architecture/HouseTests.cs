using ArchUnitNET.Domain;

namespace Migrator.Tests.Architecture;

/// <summary>The rooms of each project, as design and docs/architecture.md draw them: arrows point down only.</summary>
public sealed class HouseTests
{
    private const int MostFiles = 25;

    // From the roof down.
    private static readonly string[] Engine =
    [
        House.Roof, "Rehearsal", "Drift", "Shadow", "Scripting", "Runs", "Steps", "FluentRunner", "Statements", "Database",
        "Outcomes", "Linting", "Planning", "Catalog", "Sql", "Errors",
    ];

    private static readonly Lazy<House> EngineHouse = new(() => new("Migrator"));
    private static readonly Lazy<House> ToolHouse = new(() => new("Migrator.Cli", "dotnet-migrator"));
    private static readonly Lazy<House> CheckHouse = new(() => new("Migrator.SchemaCheck"));

    public static TheoryData<string> Projects => ["Migrator", "Migrator.Cli", "Migrator.SchemaCheck"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_MakeNoCircle(string project)
    {
        var house = Of(project);

        Assert.NotEmpty(house.Arrows);
        Assert.Empty(house.Circles(House.Top));
        // Nor do those within a room.
        Assert.Empty(house.Circles(room => room));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_HoldsNoMoreThanCanBeSeenAtAGlance(string project) =>
        Assert.DoesNotContain(Of(project).Files, one => one.Value > MostFiles);

    [Fact]
    public void Engine_ArrowsPointDown()
    {
        var house = EngineHouse.Value;

        Assert.Empty(house.Files.Keys.Select(House.Top).Except(Engine));
        Assert.DoesNotContain(house.Arrows,
            arrow => Array.IndexOf(Engine, House.Top(arrow.FromRoom)) > Array.IndexOf(Engine, House.Top(arrow.ToRoom)));
    }

    [Fact]
    public void FluentRunner_LoadsThenRendersThenRuns()
    {
        string[] order = ["FluentRunner/Running", "FluentRunner/Rendering", "FluentRunner/Loading",
            "FluentRunner/Generating"];

        Assert.DoesNotContain(EngineHouse.Value.Arrows, arrow => order.Contains(arrow.FromRoom) && order.Contains(arrow.ToRoom)
            && Array.IndexOf(order, arrow.FromRoom) > Array.IndexOf(order, arrow.ToRoom));
    }

    [Fact]
    public void Runner_IsKnownInItsRoomOnly()
    {
        Assert.Contains(EngineHouse.Value.UsedIn(room => House.Top(room) == "FluentRunner"), IsOfTheRunner);

        Assert.DoesNotContain(EngineHouse.Value.UsedIn(room => House.Top(room) != "FluentRunner"), IsOfTheRunner);

        static bool IsOfTheRunner(string name) => name.StartsWith("FluentMigrator.Runner.", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Planning")]
    [InlineData("Linting")]
    public void PureRooms_UseNoFilesNoDatabaseNoFluentMigratorAndNoClock(string pure)
    {
        var used = EngineHouse.Value.UsedIn(room => House.Top(room) == pure);

        Assert.Contains("Migrator.MigrationDescriptor", used);
        string[] never =
        [
            "System.IO.", "System.Net.", "Npgsql.", "FluentMigrator.", "System.TimeProvider", "System.Diagnostics.Stopwatch",
            "System.Threading.Tasks.", "System.Environment",
        ];
        Assert.DoesNotContain(used, name => never.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Statements_KnowNoFluentMigrator() =>
        Assert.DoesNotContain(EngineHouse.Value.UsedIn(room => House.Top(room) is "Statements" or "Database" or "Outcomes"),
        name => name.StartsWith("FluentMigrator.", StringComparison.Ordinal));

    [Fact]
    public void Engine_UsesNoConsole() => Assert.DoesNotContain("System.Console", EngineHouse.Value.UsedIn(_ => true));

    [Fact]
    public void Engine_PublicTypes_AreInOneNamespace() => Assert.Empty(EngineHouse.Value.Types
        .Where(type => type.Visibility == Visibility.Public && !type.IsNested && type.Namespace.FullName != "Migrator")
        .Select(type => type.FullName));

    [Fact]
    public void Showing_TouchesNoDatabase()
    {
        var used = ToolHouse.Value.UsedIn(room => House.Top(room) == "Showing");

        Assert.Contains("Migrator.MigrationOutcome", used);
        Assert.DoesNotContain(used, name => name.StartsWith("Npgsql.", StringComparison.Ordinal)
            || EngineHouse.Value.RoomOf(name) is { } room && House.Top(room) == "Database");
    }

    [Fact]
    public void Verb_KnowsNoOtherVerb() => Assert.DoesNotContain(ToolHouse.Value.Arrows, arrow =>
        House.Top(arrow.FromRoom) == "Verbs" && House.Top(arrow.ToRoom) == "Verbs"
            && arrow.FromRoom.Split('/')[1] != arrow.ToRoom.Split('/')[1]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void House_HasARoomForEveryType(string project) => Assert.Empty(Of(project).Homeless);

    [Fact]
    public void House_SeesWhatOnlyAMethodBodyUses()
    {
        var used = EngineHouse.Value.UsedIn(room => room == "Runs");

        // Made in an asynchronous method, called in a closure, cast to.
        Assert.Contains("Migrator.Statements.StepSession", used);
        Assert.Contains("Migrator.Planning.Planner", used);
        Assert.Contains("Migrator.Runs.Opening.SessionEnd", used);
        Assert.DoesNotContain("Migrator.Statements.Sending.SqlSender", used);
    }

    private static House Of(string project) =>
        (project switch { "Migrator" => EngineHouse, "Migrator.Cli" => ToolHouse, _ => CheckHouse }).Value;
}
