using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Injection;

/// <summary>What migrations ask for in their constructors, from a class of their own or from the program that calls.</summary>
public sealed class InjectionTests(TestServer server)
{
    private const string Usings = "using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection; "
        + "using Microsoft.Extensions.Logging; using Microsoft.Extensions.Options; ";

    private const string Clock = """
        public interface IClock { int Year { get; } }
        public class Clock : IClock { public int Year => 2026; }
        public class Seed { public string Name { get; set; } = "nobody"; }
        """;

    private const string Services = """
        public static class Given
        {
            public static void ConfigureServices(IServiceCollection services, IConfiguration configuration)
            {
                services.AddSingleton<IClock, Clock>();
                services.Configure<Seed>(seed => seed.Name = configuration["Seed:Name"]);
            }
        }
        """;

    private const string First = """
        [Migration(1)] public class First : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE first (what text)");
            public override void Down() => Execute.Sql("DROP TABLE first");
        }
        """;

    private const string All = """
        [Migration(6)] public class F : Migration
        {
            private readonly string _what;
            public F(IClock clock, IConfiguration configuration, IOptions<Seed> seed, IOptionsSnapshot<Seed> snapshot,
                IOptionsMonitor<Seed> monitor, ILogger logger, ILogger<F> typed, ILoggerFactory factory, ILoggerProvider provider)
            {
                provider.CreateLogger("x").LogInformation("by a provider");
                logger.LogInformation("made");
                _what = clock.Year + configuration["Seed:Name"] + seed.Value.Name + snapshot.Value.Name + monitor.CurrentValue.Name;
            }
            public override void Up() => Execute.Sql($"INSERT INTO first VALUES ('{_what}')");
            public override void Down() => Execute.Sql("DELETE FROM first");
        }
        """;

    [Fact]
    public async Task Up_AndDown_GiveWhatAClassOfTheMigrationsAdds()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = WithSettings(Usings + Clock + Services + First + All, """{ "Seed": { "Name": "Ada" } } // the first""");

        await database.Engine(assembly).Up();

        Assert.Equal("2026AdaAdaAdaAda", await database.ScalarAsync<string>("SELECT what FROM first"));
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Down("1")).Kind);
        var manifest = MigrationEngine.CreateManifest(assembly);
        Assert.Empty(manifest.Opaque);
        Assert.Contains("2026AdaAdaAdaAda", database.Engine(assembly).CreateScript(new()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(MigrationEngine.Lint(assembly).Findings, finding => finding.Rule.Id == "opaque");
    }

    [Fact]
    public async Task Up_ServicesOfTheCaller_AreGiven_AndTheirLoggersHearEachMigrationOnce()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new Heard();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
                { InitialData = [new("Seed:Name", "caller")] }).Build())
            .AddSingleton<ILoggerProvider>(log);
        var assembly = CompiledMigrations.Load(Usings + Clock + Services + First + All + """
            [Migration(7)] public class G : Migration
            {
                private readonly ILogger<G> _logger;
                public G(ILogger<G> logger) => _logger = logger;
                public override void Up() { _logger.LogInformation("up"); Execute.Sql("SELECT 1"); }
                public override void Down() { }
            }
            """);

        var outcome = await database.Engine(assembly, options: new() { Services = services }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("2026callercallercallercaller", await database.ScalarAsync<string>("SELECT what FROM first"));
        Assert.Single(log.Lines, line => line == "G: up");
        Assert.DoesNotContain(log.Lines, line => line.Contains("FluentMigrator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_WhatAnotherMigrationLacks_HoldsUpNobody_AndIsToldWhereItIsNeeded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Usings + Clock + First + All);

        Assert.Equal(OutcomeKind.Applied, (await engine.Up("1")).Kind);
        Assert.Single((await engine.Status()).Comparison.Pending);
        var up = await Assert.ThrowsAsync<ConfigurationException>(() => engine.Up());
        var preview = await Assert.ThrowsAsync<ConfigurationException>(() => engine.PreviewUpAsync(Given.Target("latest"),
            cancellationToken: TestContext.Current.CancellationToken));

        foreach (var message in (string[])[up.Message, preview.Message])
        {
            Assert.StartsWith("6 F asks for IClock in its constructor, which is not registered.", message, StringComparison.Ordinal);
            Assert.Contains("ConfigureServices(IServiceCollection services, IConfiguration configuration)", message,
                StringComparison.Ordinal);
        }

        Assert.Equal([1], await database.VersionsAsync());
        Assert.Equal(OutcomeKind.Applied, (await engine.Down("zero")).Kind);
    }

    [Theory]
    [InlineData("services.AddSingleton<IClock, Late>();", "public class Late : IClock { public Late(ILate late) { } public int Year => 1; } public interface ILate { }",
        "6 F asks for IClock in its constructor, which cannot be made: Unable to resolve service for type 'ILate'", "Register it in Given.ConfigureServices.")]
    [InlineData("services.AddSingleton<IClock>(_ => throw new InvalidOperationException(\"no battery\"));", "",
        "6 F asks for IClock in its constructor, which cannot be made: InvalidOperationException: no battery", "")]
    [InlineData("throw new InvalidOperationException(\"no way\");", "", "Given.ConfigureServices failed: InvalidOperationException: no way", "")]
    public async Task Up_WhatFails_IsNamed_BeforeAnythingIsTouched(string body, string more, string begins, string ends)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Usings + Clock + First + All + more + "public static class Given { public static void "
            + "ConfigureServices(IServiceCollection services, IConfiguration configuration) { " + body + " } }");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => engine.Up());

        Assert.StartsWith(begins, exception.Message, StringComparison.Ordinal);
        Assert.Contains(ends, exception.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("first"));
    }

    [Fact]
    public async Task Up_TwoClasses_AreRefusedWhereOneIsNeeded_AndElseTold()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var twins = Services + Services.Replace("class Given", "class Other", StringComparison.Ordinal);

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(Usings + Clock + twins + First + All)
            .Up());
        var unneeded = database.Engine(Usings + Clock + twins + First);

        Assert.Contains("Given.ConfigureServices and Other.ConfigureServices both", exception.Message, StringComparison.Ordinal);
        Assert.Contains(unneeded.Catalog.Notes, note => note.Contains("None of them is called.", StringComparison.Ordinal));
        Assert.Equal(OutcomeKind.Applied, (await unneeded.Up()).Kind);
    }

    [Fact]
    public async Task Up_SettingsThatCannotBeRead_NameTheFile()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = WithSettings(Usings + Clock + Services + First + All, "{ \"Seed\": ");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(assembly).Up());

        Assert.Contains("appsettings.json", exception.Message, StringComparison.Ordinal);
    }

    // What a web application has of its shared framework does not lie beside it.
    [Fact]
    public async Task Up_OfAWebApplication_FindsWhatItsFrameworkHas_AndTheEnvironment()
    {
        var framework = Directory.EnumerateFiles(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..",
            "..", "Microsoft.AspNetCore.App"), "Microsoft.Extensions.Options.ConfigurationExtensions.dll", SearchOption.AllDirectories).First();
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var file = CompiledMigrations.ToFile(Usings + Clock + First + """
            public static class Given
            {
                public static void ConfigureServices(IServiceCollection services, IConfiguration configuration) =>
                    services.Configure<Seed>(configuration.GetSection("Seed"));
            }
            [Migration(2)] public class Second : Migration
            {
                private readonly string _what;
                public Second(IOptions<Seed> seed, Microsoft.Extensions.Hosting.IHostEnvironment environment) =>
                    _what = $"{seed.Value.Name} {environment.EnvironmentName} {System.IO.Directory.Exists(environment.ContentRootPath)}";
                public override void Up() => Execute.Sql($"INSERT INTO first VALUES ('{_what}')");
                public override void Down() { }
            }
            """, System.Reflection.Assembly.LoadFile(Path.GetFullPath(framework)));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file)!, "appsettings.Production.json"),
            """{ "Seed": { "Name": "Grace" } }""", TestContext.Current.CancellationToken);

        await database.Engine(MigrationAssembly.Load(file)).Up();

        Assert.Equal("Grace Production True", await database.ScalarAsync<string>("SELECT what FROM first"));
    }

    // One scope for a run: as FluentMigrator's runner has it.
    [Fact]
    public async Task Up_DisposesOfServicesAtItsEnd_HoweverTheyEnd()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var log = new Heard();
        var assembly = CompiledMigrations.Load(Usings + First + """
            public class One : IDisposable { public static int Made, Gone; public One() => Made++; public void Dispose() => Gone++; }
            public class Two : IAsyncDisposable
            {
                public static int Gone;
                public System.Threading.Tasks.ValueTask DisposeAsync() { Gone++; return default; }
            }
            public class Three : IDisposable { public void Dispose() => throw new InvalidOperationException("stuck"); }
            public class Given
            {
                public void ConfigureServices(IServiceCollection services) =>
                    services.AddScoped<One>().AddScoped<Two>().AddSingleton<Three>();
            }
            [Migration(2)] public class A : Migration { public A(One one, Two two, Three three) { } public override void Up() => Execute.Sql("SELECT 1"); public override void Down() { } }
            [Migration(3)] public class B : Migration { public B(One one) { } public override void Up() => Execute.Sql("SELECT 2"); public override void Down() { } }
            """);

        var outcome = await database.Engine(assembly, options: new()
        {
            Services = new ServiceCollection().AddSingleton<ILoggerProvider>(log),
        }).UpAsync(Given.Target("latest"), new() { Lint = LintPolicy.Off }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal((1, 1, 1), (Count("One", "Made"), Count("One", "Gone"), Count("Two", "Gone")));
        Assert.Contains(log.Lines, line => line.Contains("InvalidOperationException: stuck", StringComparison.Ordinal));

        int Count(string type, string field) => (int)assembly.Assembly.GetType(type)!.GetField(field)!.GetValue(null)!;
    }

    [Fact]
    public async Task Up_MaintenanceAndProfiles_AreGivenTheSame_EachWhereItIsNeeded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        const string Extras = """
            [Maintenance(MigrationStage.AfterAll)] public class Ended : Migration
            {
                private readonly IClock _clock;
                public Ended(IClock clock) => _clock = clock;
                public override void Up() => Execute.Sql($"INSERT INTO first VALUES ('ended {_clock.Year}')");
                public override void Down() { }
            }
            [Profile("Demo")] public class Demo : Migration
            {
                private readonly IClock _clock;
                public Demo(IClock clock) => _clock = clock;
                public override void Up() => Execute.Sql($"INSERT INTO first VALUES ('demo {_clock.Year}')");
                public override void Down() { }
            }
            """;

        var missing = await Assert.ThrowsAsync<ConfigurationException>(() =>
            database.Engine(Usings + Clock + First + Extras, selection: new([], "Demo")).Up());
        await database.Engine(Usings + Clock + Services + First + Extras, selection: new([], "Demo")).Up();

        Assert.Contains(" asks for IClock in its constructor", missing.Message, StringComparison.Ordinal);
        Assert.Equal(["demo 2026", "ended 2026"], await database.ColumnAsync<string>("SELECT what FROM first ORDER BY 1"));
    }

    // What its constructor throws is its own failure, where it is run.
    [Fact]
    public async Task Up_AConstructorThatThrows_FailsAsAStep()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(First + """
            [Migration(2)] public class Second : Migration
            {
                public Second() => throw new InvalidOperationException("not today");
                public override void Up() { }
                public override void Down() { }
            }
            """).Up();

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Contains("not today", outcome.Steps[^1].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal([1], await database.VersionsAsync());
    }

    private static MigrationAssembly WithSettings(string source, string settings)
    {
        var file = CompiledMigrations.ToFile(source);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "appsettings.json"), settings);
        return MigrationAssembly.Load(file);
    }

    private sealed class Heard : ILoggerProvider
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Line(Lines, categoryName);

        public void Dispose()
        {
        }

        private sealed class Line(List<string> lines, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) => lines.Add($"{name}: {formatter(state, exception)}");
        }
    }
}
