using System.Globalization;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Rehearse.Findings;
using Migrator.Cli.Verbs.Rehearse.Page;

namespace Migrator.Cli.Verbs.Rehearse;

/// <summary><c>rehearse</c>: what the pending migrations would do, seen on a shadow database. Writes nothing to the real
/// one.</summary>
internal sealed class RehearseVerb()
    : Verb("rehearse", "Run the pending migrations on a shadow database, up, down and up, and tell what they would block")
{
    private static readonly string[] Levels = [.. Enum.GetValues<RehearsalVerdict>().Select(VerdictWords.Name)];

    private static readonly PathSetting FromSchema = new("from-schema", "FILE",
        "A pg_dump --schema-only to begin with (default: what the applied migrations make)")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `rehearse`",
        Default = "none: what the applied migrations make",
    };

    private static readonly TextSetting From = new("from", "VERSION",
        "Without a connection: the version that is applied before (default: none)")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `rehearse`",
        Default = "none: an empty database",
    };

    private static readonly TextSetting Level = new("level", "LEVEL",
        $"Exit 5 above it: {string.Join(", ", Levels[..^1])} (default: only tell)")
    {
        Note = "of `rehearse`",
        Default = "none: it only tells",
    };

    private static readonly PathSetting Report = new("report", "FILE",
        "Write a page of it, too: tables against migrations, and a timeline")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `rehearse`",
        Default = "none",
    };

    private static readonly PathSetting Markdown = new("markdown", "FILE",
        "Write it as markdown, too, for a comment on a pull request")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `rehearse`",
        Default = "none",
    };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator rehearse",
        "dotnet migrator rehearse --level blocks-writes --connection-file /run/secrets/reader",
        "dotnet migrator rehearse --report rehearsal.html --show-sql",
        "dotnet migrator rehearse --from-schema production.sql --shadow \"Host=ci-db;Database=postgres;Username=ci\"",
    ];

    public override IReadOnlyList<Setting> Settings =>
    [
        SharedSettings.Shadow, FromSchema, From, SharedSettings.Target, Level, Report, Markdown,
        SharedSettings.ShowSql with { Help = "Show the SQL of the statements" },
    ];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings;
        RehearsalVerdict? level = context.Get(Level) is null ? null : (RehearsalVerdict)Array.IndexOf(Levels, ReadLevel(context));
        var options = new RehearsalOptions
        {
            Shadow = context.Shadow(),
            HasDatabase = ConnectionSetting.IsGiven(settings),
            From = ReadFrom(context),
            FromSchema = context.Get(FromSchema),
            Target = context.Target("latest"),
        };
        var (page, markdown) = (context.Get(Report), context.Get(Markdown));
        WholeFile.Check(page, "report");
        WholeFile.Check(markdown, "report");

        var engine = await context.CreateEngineAsync(
            options.HasDatabase ? context.Database() : ToolSettings.Database(settings, options.Shadow),
            cancellationToken).ConfigureAwait(false);
        RehearsalReport rehearsal;
        using (var progress = context.Presenter.Progress("rehearse"))
            rehearsal = await engine.RehearseAsync(options, progress, cancellationToken).ConfigureAwait(false);

        var report = new RehearsalSummary(rehearsal, level, context.Get(SharedSettings.ShowSql),
            rehearsal.Stopped is { } stopped ? context.Report(stopped) : null);
        var lint = page is null && markdown is null ? null : engine.Lint(rehearsal);
        if (page is not null)
            context.Tool.WriteReport(page, RehearsalPage.Of(report, lint, TimeProvider.System.GetUtcNow()), "report");
        if (markdown is not null)
            context.Tool.WriteReport(markdown, RehearsalMarkdown.Of(report, lint), "report");
        return new RehearseResult(report);
    }

    private static string ReadLevel(VerbContext context) =>
        Levels.FirstOrDefault(one => one.Equals(context.Get(Level), StringComparison.OrdinalIgnoreCase))
        ?? throw context.Settings.Bad(Level, $"must be {string.Join(" or ", Levels)}");

    private static long? ReadFrom(VerbContext context) => context.Get(From) is not { } text ? null
        : ConnectionSetting.IsGiven(context.Settings)
        ? throw context.Settings.Bad(From, "cannot be given along with a connection: the database says what it has")
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : throw context.Settings.Bad(From, "must be the version of a migration");
}
