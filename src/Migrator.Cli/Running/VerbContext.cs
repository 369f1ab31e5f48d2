using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Running;

/// <summary>What a verb works with.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Argument">Its argument; null where it has none.</param>
/// <param name="Presenter">Where it is told what happens meanwhile.</param>
/// <param name="Tool">The surroundings.</param>
internal sealed record VerbContext(Verb Verb, SettingsReader Settings, string? Argument, Presenter Presenter, Tool Tool)
{
    /// <summary>A setting's value, or its default.</summary>
    /// <exception cref="ConfigurationException">What was said does not fit.</exception>
    public T Get<T>(Setting<T> setting) => Settings.Get(setting);

    /// <summary>The engine that the settings describe. The connection first: whoever forgot it need not wait for a build to be
    /// told.</summary>
    public Task<MigrationEngine> CreateEngineAsync(CancellationToken cancellationToken) =>
        CreateEngineAsync(Database(), cancellationToken);

    /// <summary>An engine for what asks no database; no connection is needed.</summary>
    public Task<MigrationEngine> CreateOfflineEngineAsync(CancellationToken cancellationToken) =>
        CreateEngineAsync(ToolSettings.Database(Settings, DatabaseOptions.Offline), cancellationToken);

    /// <summary>An engine on that database.</summary>
    public async Task<MigrationEngine> CreateEngineAsync(DatabaseOptions database, CancellationToken cancellationToken) =>
        new(await MigrationsAsync(cancellationToken).ConfigureAwait(false), database, Selection,
            ToolSettings.Engine(Settings, Tool.Bundled is not null));

    /// <summary>Which migrations are meant.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public MigrationSelection Selection => ToolSettings.Selection(Settings, Tool.BundledSelection);

    /// <summary>The migrations: those that are part of this program, else those that the settings name.</summary>
    /// <exception cref="ConfigurationException">None are named, or one twice, or they cannot be built or loaded.</exception>
    public async Task<MigrationAssembly> MigrationsAsync(CancellationToken cancellationToken)
    {
        if (Tool.Bundled is not { } bundled)
            return ToolSettings.WithGenerator(
                Given(await NamedMigrations.Of(Settings).LoadAsync(Settings, cancellationToken).ConfigureAwait(false)), Settings);
        // A migrator.json may lie around; a variable was meant for this run.
        foreach (var setting in (Setting[])[SharedSettings.Project, SharedSettings.Assembly])
        {
            if (Settings.FindAll(setting).Source == SettingSource.Variable)
                throw new ConfigurationException($"{setting.Variable} is set, but this program has its migrations inside. Unset "
                    + $"it, or use dotnet migrator.");
        }

        return ToolSettings.WithGenerator(Given(bundled), Settings);
    }

    /// <summary>The database that the settings describe.</summary>
    public DatabaseOptions Database() =>
        ToolSettings.Database(Settings, ConnectionSetting.Find(Settings, Tool.Redactor, Server));

    /// <summary>Where shadow databases are made.</summary>
    public Func<CancellationToken, ValueTask<string>> Shadow() => ConnectionSetting.FindShadow(Settings, Tool.Redactor, Server);

    /// <summary>A run's outcome as a result.</summary>
    public RunResult Ended(MigrationOutcome outcome, TimeSpan elapsed) =>
        new(Heard(Located(outcome)), Report(outcome), elapsed);

    /// <summary>Makes a preview, as a result.</summary>
    public async Task<PreviewResult> PreviewAsync(Target target, Func<IProgress<MigrationProgress>, Task<MigrationPreview>> make)
    {
        MigrationPreview preview;
        using (var progress = Presenter.Progress($"{Verb.Name} -> {target}"))
            preview = await make(progress).ConfigureAwait(false);

        return new(Verb.Name, target, preview with { Outcome = Located(preview.Outcome) }, Report(preview.Outcome));
    }

    /// <summary>A refusal without a run, as a result.</summary>
    public ErrorResult Refused(Refusal refusal, LintReport? lint)
    {
        var located = lint is null ? null : SourcePaths.From(Tool.WorkingDirectory, lint);
        var report = OutcomeReport.Of(refusal, located);
        return new(report.Error!, report.ExitCode, located?.Findings);
    }

    /// <summary>An outcome in words, with its exit code.</summary>
    /// <remarks>Without secrets before it is cut or written in any form.</remarks>
    public OutcomeReport Report(MigrationOutcome outcome)
    {
        var report = OutcomeReport.Of(Located(outcome), Tool.Signals.ExitCode, Get(SharedSettings.ShowSql), Tool.Traces);
        return report.Error is { } error ? report with { Error = Tool.Redactor.Clean(error) } : report;
    }

    /// <exception cref="ConfigurationException">The target is none.</exception>
    public Target Target(string? fallback)
    {
        var text = Get(SharedSettings.Target) ?? fallback
            ?? throw new ConfigurationException($"{Verb.Name} needs a target, so that nothing is reverted by mistake: --target "
                + $"-1 (the last one), --target VERSION, --target zero.");
        return Migrator.Target.TryParse(text, out var target) ? target
            : throw Settings.Bad(SharedSettings.Target,
                "must be latest, zero, a version, a name, +N, -N, VERSION+N or VERSION-N");
    }

    /// <summary>Who is told of the private server's start.</summary>
    public ServerStart Server => new(Starting, () => Tool.HasStartedServer = true);

    /// <summary>Tells of something that takes a while.</summary>
    public void Starting(string message) => Tool.Terminal.Error.WriteLine(message + " ...");

    /// <summary>Tells what is worth knowing beside the result.</summary>
    public void Note(string message) => Tool.Note(message);

    // What migrations log is heard; the rest of what they ask for, the engine has.
    private MigrationAssembly Given(MigrationAssembly migrations) =>
        migrations.WithServices(new ServiceCollection().AddSingleton<ILoggerProvider>(new MigrationLog(Tool.Terminal)));

    // Of what the server said, warnings are told, and the rest where it is asked for.
    private MigrationOutcome Heard(MigrationOutcome outcome) => Get(SharedSettings.ShowNotices) ? outcome : outcome with
    {
        Steps = [.. outcome.Steps.Select(step => step with { Notices = [.. step.Notices.Where(notice => notice.IsWarning)] })],
    };

    // Lines of source are shown from where the tool runs.
    private MigrationOutcome Located(MigrationOutcome outcome) => SourcePaths.From(Tool.WorkingDirectory, outcome);
}
