using System.CommandLine;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>What a verb works with.</summary>
internal sealed record VerbContext(string Verb, ParseResult Parsed, SettingsReader Settings, IOutput Output, Tool Tool)
{
    /// <summary>The engine that the settings describe. The connection first: whoever forgot it need not wait for a build to be told.</summary>
    public Task<MigrationEngine> CreateEngineAsync(CancellationToken cancellationToken) => CreateEngineAsync(Database(), cancellationToken);

    /// <summary>An engine for what asks no database; no connection is needed.</summary>
    public Task<MigrationEngine> CreateOfflineEngineAsync(CancellationToken cancellationToken) =>
        CreateEngineAsync(ToolSettings.Database(Settings, DatabaseOptions.Offline), cancellationToken);

    /// <summary>An engine on that database.</summary>
    public async Task<MigrationEngine> CreateEngineAsync(DatabaseOptions database, CancellationToken cancellationToken) =>
        new(await MigrationsAsync(cancellationToken).ConfigureAwait(false), database, ToolSettings.Selection(Settings), ToolSettings.Engine(Settings));

    /// <summary>The migrations: those that are part of this program, else those that the settings name.</summary>
    /// <exception cref="ConfigurationException">None are named, or two at once, or they cannot be built or loaded.</exception>
    public async Task<MigrationAssembly> MigrationsAsync(CancellationToken cancellationToken)
    {
        if (Tool.Bundled is not { } bundled)
            return await ToolSettings.MigrationsAsync(Settings, cancellationToken).ConfigureAwait(false);
        // A migrator.json may lie around; a variable was meant for this run.
        foreach (var setting in (Setting[])[SettingNames.Assembly, SettingNames.Project])
        {
            if (Settings.FindAll(setting).Source == SettingSource.Variable)
                throw new ConfigurationException($"{setting.Variable} is set, but this program has its migrations inside. Unset it, or use dotnet migrator.");
        }

        return bundled;
    }

    /// <summary>The database that the settings describe.</summary>
    public DatabaseOptions Database() => ToolSettings.Database(Settings, ConnectionSetting.Find(Settings, Tool.Redactor, Starting));

    /// <summary>Where shadow databases are made.</summary>
    public Func<CancellationToken, ValueTask<string>> Shadow() => ConnectionSetting.FindShadow(Settings, Tool.Redactor, Starting);

    /// <summary>Shows an outcome and gives its exit code.</summary>
    public ExitCode Show(MigrationOutcome outcome, TimeSpan elapsed)
    {
        outcome = Located(outcome);
        var report = Report(outcome);
        Output.Outcome(Verb, outcome, report, elapsed);
        return report.ExitCode;
    }

    /// <summary>Makes a preview, shows it, and gives its exit code.</summary>
    public async Task<ExitCode> PreviewAsync(Target target, Func<IProgress<MigrationProgress>, Task<MigrationPreview>> make)
    {
        MigrationPreview preview;
        using (var progress = Output.Progress($"{Verb} -> {target}"))
            preview = await make(progress.Listener).ConfigureAwait(false);

        preview = preview with { Outcome = Located(preview.Outcome) };
        var report = Report(preview.Outcome);
        Output.Preview(Verb, target, preview, report);
        return report.ExitCode;
    }

    /// <summary>Shows a refusal and gives its exit code.</summary>
    public ExitCode Refuse(Refusal refusal)
    {
        var report = OutcomeReport.Of(refusal);
        Output.Error(Verb, report.Error!, report.ExitCode);
        return report.ExitCode;
    }

    /// <summary>Shows the outcome of <c>resolve</c> and gives its exit code.</summary>
    public ExitCode ShowResolved(MigrationOutcome outcome, string sentence)
    {
        var report = Report(outcome);
        Output.Resolved(Verb, outcome, report, sentence);
        return report.ExitCode;
    }

    /// <exception cref="ConfigurationException">The target is none.</exception>
    public Target Target(string? fallback)
    {
        var text = Settings.Find(SettingNames.Target) ?? fallback
            ?? throw new ConfigurationException($"{Verb} needs a target, so that nothing is reverted by mistake: --target -1 (the last one), --target VERSION, --target zero.");
        return Migrator.Target.TryParse(text, out var target) ? target
            : throw Settings.Bad(SettingNames.Target, "must be latest, zero, a version, a name, +N, -N, VERSION+N or VERSION-N");
    }

    private void Starting(string message) => Tool.Terminal.Error.WriteLine(message + " ...");

    // Lines of source are shown from where the tool runs.
    private MigrationOutcome Located(MigrationOutcome outcome) =>
        outcome.Lint is { } lint ? outcome with { Lint = SourcePaths.From(Tool.WorkingDirectory, lint) } : outcome;

    /// <summary>An outcome in words, without a secret, with its exit code.</summary>
    public OutcomeReport Report(MigrationOutcome outcome)
    {
        var report = OutcomeReport.Of(outcome, Tool.Signals.ExitCode, Settings.Bool(SettingNames.ShowSql));
        return report.Error is { } error ? report with { Error = Tool.Redactor.Clean(error) } : report;
    }
}
