using Migrator.FluentRunner.Reading;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Reading;

/// <summary>What a migration makes its text of beside its code, told from that code.</summary>
public sealed class TextSourcesTests(TestServer server)
{
    private const string Connection = "its text depends on the connection string";
    private const string Changing = "it has another text each time";

    [Theory]
    [InlineData("Execute.Sql($\"SELECT '{ConnectionString}'\");", Connection)]
    [InlineData("if (ConnectionString.Contains(\"prod\")) Execute.Sql(\"SELECT 1\");", Connection)]
    [InlineData("Execute.Sql(Helper.Of(this));", Connection)]
    [InlineData("new List<int> { 1 }.ForEach(one => Execute.Sql(one + ConnectionString));", Connection)]
    [InlineData("foreach (var sql in Lines()) Execute.Sql(sql); } IEnumerable<string> Lines() { yield return ConnectionString;", Connection)]
    [InlineData("Insert.IntoTable(\"t\").Row(new { at = DateTime.UtcNow });", Changing + " (DateTime.UtcNow)")]
    [InlineData("Insert.IntoTable(\"t\").Row(new { at = DateTime.Today });", Changing + " (DateTime.Today)")]
    [InlineData("Execute.Sql($\"SELECT {DateTimeOffset.Now.Year}\");", Changing + " (DateTimeOffset.Now)")]
    [InlineData("Execute.Sql($\"SELECT {TimeProvider.System.GetUtcNow().Year}\");", Changing + " (TimeProvider.GetUtcNow)")]
    [InlineData("Execute.Sql($\"SELECT '{Helper.Started:yyyy}'\");", Changing + " (DateTime.Now)")]
    [InlineData("Execute.Sql($\"SELECT '{Guid.NewGuid()}'\");", Changing + " (Guid.NewGuid)")]
    [InlineData("Execute.Sql($\"SELECT {new Random().Next(2)}\");", Changing + " (new Random)")]
    [InlineData("Execute.Sql($\"SELECT {Random.Shared.Next(2)}\");", Changing + " (Random.Shared)")]
    [InlineData("Execute.Sql($\"SELECT '{Environment.GetEnvironmentVariable(\"REGION\")}'\");", "its text depends on where it runs (Environment.GetEnvironmentVariable)")]
    [InlineData("Execute.Sql($\"SELECT '{Environment.MachineName}'\");", "its text depends on where it runs (Environment.MachineName)")]
    [InlineData("Execute.Sql(Generic<int>.Of());", Changing + " (Guid.NewGuid)")]
    // What is the same each time.
    [InlineData("Execute.Sql($\"SELECT {new Random(42).Next()}\");", null)]
    [InlineData("Insert.IntoTable(\"t\").Row(new { at = new DateTime(2026, 1, 1) });", null)]
    [InlineData("Create.Table(\"t\").WithColumn(\"at\").AsDateTime().WithDefault(SystemMethods.CurrentUTCDateTime);", null)]
    [InlineData("Execute.Sql(\"SELECT 'DateTime.UtcNow'\");", null)]
    public void Create_SaysWhatItsTextIsMadeOf(string up, string? reason)
    {
        var built = MigrationEngine.CreateManifest(CompiledMigrations.Load("[Migration(1)] public class One : Migration { public "
            + $"override void Up() {{ {up} }} " + """
            // Its way back is another text.
            public override void Down() => Execute.Sql($"SELECT '{DateTime.Now}'"); }
            public static class Helper
            {
                public static readonly DateTime Started = DateTime.Now;
                public static string Of(Migration one) => one.ConnectionString;
            }
            public static class Generic<T> { public static string Of() => $"SELECT '{Guid.NewGuid()}'"; }
            """));

        Assert.Equal(reason, built.Opaque.GetValueOrDefault(1));
        Assert.Equal(reason is null, built.Manifest.Migrations[0].Checksum is not null);
    }

    // In a base class, by what the migration itself overrides; in a constructor; in IMigration itself; from the configuration.
    [Theory]
    [InlineData("""
        public abstract class Seed : Migration { protected abstract string Row(); public override void Up() => Execute.Sql(Row()); public override void Down() { } }
        [Migration(1)] public class One : Seed { protected override string Row() => $"SELECT '{DateTime.Today}'"; }
        """, Changing + " (DateTime.Today)")]
    [InlineData("""
        [Migration(1)] public class One : Migration
        {
            private readonly DateTime _at = DateTime.Today;
            public override void Up() => Execute.Sql($"SELECT '{_at}'");
            public override void Down() { }
        }
        """, Changing + " (DateTime.Today)")]
    [InlineData("""
        [Migration(1)] public class One : AutoReversingMigration
        {
            private readonly string _name;
            public One(Microsoft.Extensions.Configuration.IConfiguration configuration) => _name = configuration["ConnectionStrings:Shop"] ?? "none";
            public override void Up() => Create.Table("t").WithColumn("id").AsInt32().WithDefaultValue(_name.Length);
        }
        """, Connection)]
    [InlineData("""
        [Migration(1)] public class One : Migration
        {
            private readonly FluentMigrator.Runner.Initialization.IConnectionStringAccessor _accessor;
            public One(FluentMigrator.Runner.Initialization.IConnectionStringAccessor accessor) => _accessor = accessor;
            public override void Up() => Execute.Sql($"SELECT '{_accessor.ConnectionString.Length}'");
            public override void Down() { }
        }
        """, "it reads the connection string")]
    public void Create_WhereverItIsAsked(string source, string reason) =>
        Assert.Equal(reason, MigrationEngine.CreateManifest(CompiledMigrations.Load(source)).Opaque[1]);

    // A manifest from before this was looked at says what the text was: as long as it is that, nothing has changed.
    [Fact]
    public async Task AManifestFromBefore_StaysGood()
    {
        const string Today = "[Migration(1)] public class One : Migration { public override void Up() { var at = DateTime.Today; Execute.Sql(\"SELECT 1\"); } "
            + "public override void Down() { } }";
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var before = MigrationEngine.CreateManifest(CompiledMigrations.Load(CompiledMigrations.Sql(1, "One", ["SELECT 1"]))).Manifest;
        var edited = MigrationEngine.CreateManifest(CompiledMigrations.Load(CompiledMigrations.Sql(1, "One", ["SELECT 2"]))).Manifest;
        var built = MigrationEngine.CreateManifest(CompiledMigrations.Load(Today));

        Assert.Empty(ManifestDifference.Of(before, built.Keeping(before).Manifest));
        Assert.Empty(built.Keeping(before).Opaque);
        Assert.Contains("no longer be known", Assert.Single(ManifestDifference.Of(edited, built.Keeping(edited).Manifest)),
            StringComparison.Ordinal);
        // Nor is it stale for up, whatever the day.
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(Today, options: new() { Manifest = edited }).Up()).Kind);
        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(Today, options: new() { Manifest = built.Manifest }).Status())
            .Comparison.Verdict);
    }

    [Fact]
    public void Reason_OfAType_IsLookedForOnce_AndByItsDirection()
    {
        var type = CompiledMigrations.Load("[Migration(1)] public class One : Migration { public override void Up() { } public override void "
            + "Down() => Execute.Sql(ConnectionString); }").Assembly.GetType("One")!;
        var sources = new TextSources();

        Assert.Null(sources.Reason(type, Direction.Up));
        Assert.Equal(Connection, sources.Reason(type, Direction.Down));
    }
}
