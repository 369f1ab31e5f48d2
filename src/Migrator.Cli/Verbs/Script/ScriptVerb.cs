using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Script;

/// <summary><c>script</c>: the migrations as SQL for psql, with all that a run would record. No database.</summary>
internal sealed class ScriptVerb() : Verb("script", "Write the migrations as SQL for psql; no database")
{
    private const string Versions = "latest, zero, a version, a name, or VERSION+N / VERSION-N";

    private static readonly TextSetting From = new("from", "VERSION",
        "Where the database is before: this one and older ones are applied (default zero; of --down: latest)")
    {
        Place = SettingPlace.FlagOnly,
    };

    private static readonly TextSetting To = new("to", "VERSION",
        "Where it is after: up to and with this one (default latest); of --down: down to it, it stays")
    {
        Place = SettingPlace.FlagOnly,
    };

    private static readonly SwitchSetting Down = new("down", "Revert instead of apply; needs --to")
    { Place = SettingPlace.FlagOnly };

    private static readonly SwitchSetting Idempotent = new("idempotent",
        "Pass over what is done already, so that it may be run again")
    { Place = SettingPlace.FlagOnly };

    private static readonly PathSetting ToFile = new("file", "FILE", "Where to write it (default: stdout)")
    { Place = SettingPlace.FlagOnly, Alias = "-o" };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator script --idempotent -o release.sql",
        "dotnet migrator script --from 20260110120000 --to 20260114093000",
        "dotnet migrator script --down --from 20260114093000 --to 20260110120000 -o rollback.sql",
        "psql -X -v ON_ERROR_STOP=1 -f release.sql \"host=db dbname=shop user=owner\"",
    ];

    public override IReadOnlyList<Setting> Settings =>
    [
        From, To, Down, Idempotent, ToFile, SharedSettings.StaleManifest,
        SharedSettings.Lint with { Help = "Unsafe changes in the migrations (default off)" }, SharedSettings.FailOn,
        SharedSettings.ServerVersion with { Help = "The PostgreSQL that --lint thinks of, such as 17 (default: the newest)" },
        SharedSettings.Profile with { Help = "A profile to apply after the migrations" }, SharedSettings.BuildId,
        .. SharedSettings.Patience,
    ];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var reverts = context.Get(Down);
        var options = new ScriptOptions
        {
            Direction = reverts ? Direction.Down : Direction.Up,
            From = Read(context, From),
            To = Read(context, To) ?? (reverts
                ? throw new ConfigurationException("script --down needs to know where to stop, so that nothing is reverted by "
                    + "mistake: --to VERSION, --to zero.")
                : Target.Latest),
            Idempotent = context.Get(Idempotent),
            AllowStaleManifest = context.Get(SharedSettings.StaleManifest) == "allow",
            Lint = Policy(context),
        };
        var engine = await context.CreateOfflineEngineAsync(cancellationToken).ConfigureAwait(false);
        var script = engine.CreateScript(options);
        if (script.Text is not { } text)
            return context.Refused(script.Refusal!, script.Lint);
        foreach (var note in script.Notes)
            context.Note(note);
        if (context.Get(ToFile) is { } path)
        {
            WholeFile.Write(path, text, "script");
            return new ScriptResult(path, script.Migrations.Count);
        }

        await context.Tool.Terminal.Plain.WriteAsync(text).ConfigureAwait(false);
        // Half a script must not look like one.
        return context.Tool.Terminal.OutIsBroken()
            ? throw new ConfigurationException("The script could not be written to stdout as a whole: its disk is full, or its "
                + "reader has gone away. To a file: -o FILE")
            : new TextResult(null);
    }

    // The server that will run it cannot be asked.
    private static LintPolicy Policy(VerbContext context) => LintSettings.Policy(context.Settings) is var policy
        && context.Get(SharedSettings.ServerVersion) is { } server
            ? policy with { Options = policy.Options with { Server = server } } : policy;

    private static Target? Read(VerbContext context, TextSetting setting) => context.Get(setting) is not { } text ? null
        : Target.TryParse(text, out var target)
        ? target : throw new ConfigurationException($"{setting.Flag} is \"{text}\": it must be {Versions}.");
}
