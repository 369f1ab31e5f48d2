using System.Globalization;
using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Processors;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.FluentRunner.Rendering;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Members;

/// <summary>All calls, each in a migration of its own, with the SQL that plain FluentMigrator sends and what we send.</summary>
internal sealed class Renderings
{
    private const string Usings = """
        using FluentMigrator.Builder.Create.Index;
        using FluentMigrator.Builder.SecurityLabel.Provider;
        using FluentMigrator.Model;

        """;

    private static readonly Lazy<Renderings> Lazily = new(() => new());

    private Renderings()
    {
        Groups = [.. StructureCalls.All, .. ColumnCalls.All, .. IndexCalls.All, .. DataCalls.All, .. OtherCalls.All];
        Call[] calls = [.. Groups.SelectMany(group => group.Calls)];
        Compilation = CompiledMigrations.Compilation(Usings + string.Concat(calls.Select((call, index) =>
            $"[Migration({index + 1})] public class C{index + 1} : Migration {{ public override void Up() {{ {call.Code} }} "
            + "public override void Down() { } }\n")));
        var file = Path.Combine(CompiledMigrations.NewFolder(), Compilation.AssemblyName + ".dll");
        var result = Compilation.Emit(file);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));

        var assembly = MigrationAssembly.Load(file);
        var types = calls.Select((_, index) => assembly.Assembly.GetType(
            string.Create(CultureInfo.InvariantCulture, $"C{index + 1}"), throwOnError: true)!);
        using var theirs = new Plain(assembly);
        using var ours = new AssemblyRenderer(assembly, selection: null, forLint: true);
        var migrations = ours.Migrations.ToDictionary(one => one.Type);
        Rows = calls.Zip(types).ToDictionary(one => one.First.Code,
            one => Rendering.Of(theirs.Up(one.Second), ours.Up(migrations[one.Second])));
    }

    public static Renderings All => Lazily.Value;

    public IReadOnlyList<CallGroup> Groups { get; }

    public CSharpCompilation Compilation { get; }

    private Dictionary<string, Rendering> Rows { get; }

    public Rendering Of(Call call) => Rows[call.Code];

    // FluentMigrator's own runner, asked to show and not to run.
    private sealed class Plain : ILoggerProvider, ILogger
    {
        private readonly List<string> _sql = [];
        private readonly ServiceProvider _services;
        private readonly IServiceScope _scope;
        private readonly IMigrationRunner _runner;

        public Plain(MigrationAssembly assembly)
        {
            _services = new ServiceCollection().AddFluentMigratorCore()
                .ConfigureRunner(builder => builder.AddPostgres15_0().WithGlobalConnectionString("Host=none")
                    .ScanIn(assembly.Assembly).For.All())
                .Configure<ProcessorOptions>(options => options.PreviewOnly = true)
                .AddLogging(logging => logging.AddProvider(this))
                .BuildServiceProvider();
            _scope = _services.CreateScope();
            _runner = _scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        }

        public Sql Up(Type type)
        {
            _sql.Clear();
            try
            {
                _runner.Up((IMigration)Activator.CreateInstance(type)!);
                return new([.. _sql.Where(sql => sql.Length > 0)], null);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                return new([], exception.Message);
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId == RunnerEventIds.Sql)
                _sql.Add(formatter(state, exception));
        }

        public void Dispose()
        {
            _scope.Dispose();
            _services.Dispose();
        }
    }
}

/// <summary>A call's SQL, both ways.</summary>
/// <param name="Theirs">FluentMigrator's.</param>
/// <param name="Ours">Ours.</param>
/// <param name="Losses">What lint says is lost.</param>
internal sealed record Rendering(Sql Theirs, Sql Ours, IReadOnlyList<string> Losses)
{
    public bool IsSame => Theirs.Refused is null == Ours.Refused is null && Theirs.Statements.SequenceEqual(Ours.Statements);

    public static Rendering Of(Sql theirs, RenderedMigration ours) => new(theirs,
        new(ours.Opaque is null ? ours.Statements : [], ours.Opaque), [.. ours.Losses.Select(loss => loss.Subject)]);
}

/// <summary>What is sent.</summary>
/// <param name="Statements">In order.</param>
/// <param name="Refused">Why nothing is; null where it is sent.</param>
internal sealed record Sql(IReadOnlyList<string> Statements, string? Refused);
