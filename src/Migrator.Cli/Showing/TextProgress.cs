using System.Diagnostics;
using System.Globalization;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>Tells a person what a run does while it does it: a live line on a terminal, plain lines elsewhere.</summary>
internal sealed class TextProgress : IProgress<MigrationProgress>, IDisposable
{
    private const string ClearLine = "\r\e[2K";
    private const int BarWidth = 20;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    // Without a terminal, a line as often as a log can bear.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    // A wait that is over sooner is told of afterwards, if at all.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    private readonly TerminalStreams _terminal;
    private readonly Style _style;
    private readonly string _heading;
    private readonly bool _notices;
    private readonly Lock _gate = new();
    private readonly Timer? _timer;
    private int _nameWidth;
    private int _versionWidth;
    private (string Line, long Start)? _live;
    private string _doing = "...";
    private string? _blockers;
    private long _lastLine;

    /// <param name="terminal">Where to write.</param>
    /// <param name="heading">What is run, such as <c>up -> latest</c>.</param>
    /// <param name="notices">Whether the server's notices are shown; its warnings are in any case.</param>
    public TextProgress(TerminalStreams terminal, string heading, bool notices = false)
    {
        _terminal = terminal;
        _style = new(terminal.HasColor);
        _heading = heading;
        _notices = notices;
        if (terminal.IsLive)
            _timer = new Timer(_ => Draw(), null, Redraw, Redraw);
    }

    public void Report(MigrationProgress value)
    {
        lock (_gate)
        {
            switch (value)
            {
                case MigrationProgress.WaitingForServer waiting:
                    Line(_style.Attention($"Waiting for the server: {waiting.Reason}"));
                    break;
                case MigrationProgress.Connected connected:
                    Line($"{_style.Bold($"migrator {ToolVersion.Short}  {_heading}")}    {connected.Database}   "
                        + $"{_style.Dim($"run {connected.Run}")}");
                    break;
                case MigrationProgress.ShadowCreated shadow:
                    Line(_style.Dim($"Applying {Words.Count(shadow.Migrations, "migration")} to the shadow database "
                        + $"{shadow.Database} ..."));
                    break;
                case MigrationProgress.WaitingForLock waiting:
                    Line(_style.Attention($"Waiting for the deploy lock: held by {waiting.Holder}."));
                    break;
                case MigrationProgress.Planned planned:
                    _nameWidth = planned.Plan.Steps.Select(step => step.Label.Length).DefaultIfEmpty().Max();
                    _versionWidth = Words.Width(planned.Plan.Steps.Select(step => step.Version));
                    break;
                case MigrationProgress.StepStarted started:
                    _live = (Label(started.Migration), Stopwatch.GetTimestamp());
                    (_doing, _blockers, _lastLine) = ("...", null, Stopwatch.GetTimestamp());
                    break;
                case MigrationProgress.StatementRunning running:
                    Running(running);
                    break;
                case MigrationProgress.GaveWay gave:
                    Interject(_style.Attention(GaveWay(gave)));
                    break;
                case MigrationProgress.ConnectionLost lost:
                    Line(_style.Attention($"The connection was lost: {lost.Reason.TrimEnd('.')}. Connecting again ..."));
                    break;
                case MigrationProgress.StepFinished finished:
                    Line(Describe(finished.Result));
                    break;
                case MigrationProgress.ExtraFinished { Extra: { Kind: WorkKind.Profile } profile } extra:
                    Line($"  {profile.Label}   {Words.Duration(extra.Duration)}");
                    break;
                case MigrationProgress.ServerSaid { Notice: var notice } when notice.IsWarning || _notices:
                    Interject((notice.IsWarning ? _style.Attention : (Func<string, string>)_style.Dim)(
                        $"    {notice.Severity.ToLowerInvariant()}: {notice.Message.ReplaceLineEndings("\n      ")}"));
                    break;
                case MigrationProgress.Note note:
                    Interject(_style.Attention($"  {note.Text}"));
                    break;
            }
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
            Clear();
    }

    private void Running(MigrationProgress.StatementRunning running)
    {
        _doing = running switch
        {
            { Blockage: { } blockage } => Words.Blockage(blockage),
            { Progress: { } progress } => Bar(progress),
            _ => "...",
        };
        // Who is in the way is told once, and again when somebody else is.
        var blockers = running.Blockage is { } wait && wait.Waited >= WorthTelling
            ? string.Join(',', wait.Blockers.Select(blocker => blocker.Pid)) : null;
        var news = blockers is not null && blockers != _blockers;
        if (!news && (_terminal.IsLive || running.Running < BetweenLines || Stopwatch.GetElapsedTime(_lastLine) < BetweenLines))
            return;

        _blockers = blockers ?? _blockers;
        _lastLine = Stopwatch.GetTimestamp();
        Interject($"{_live?.Line ?? "  "}   {Words.Duration(running.Running)} "
            + $"{(_doing == "..." ? "and still running" : _doing)}");
    }

    private string GaveWay(MigrationProgress.GaveWay gave)
    {
        var why = gave.SqlState switch { "40P01" => "deadlock", "40001" => "serialization failure", _ => "lock timeout" };
        return $"{_live?.Line ?? "  "}   {(gave.Blockage is { } blockage ? Words.Blockage(blockage) : why)}\n{Indent}"
            + $"gave way after {Words.Duration(gave.Took)} ({gave.SqlState}), trying again in {Words.Duration(gave.Pause)} "
            + $"(attempt {gave.Attempt}; {Words.Duration(gave.BudgetLeft)} of the budget left)";
    }

    private string Indent => new(' ', (_live?.Line.Length ?? 2) + 3);

    private static string Bar(StatementProgress progress)
    {
        if (progress.Fraction is not { } fraction)
            return progress.Phase;

        var filled = (int)(fraction * BarWidth);
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {fraction * 100:0} %  {progress.Phase}");
    }

    private string Describe(StepResult result)
    {
        var label = Label(result.Migration);
        if (result.Failure is not { } failure)
            return $"{label}   {Words.Duration(result.Duration),8}{Trait(result)}"
                + (result.Attempts > 1 ? $"   at attempt {result.Attempts}" : "");

        var where = failure.Statement is { } statement
            ? $" at statement {statement}" + (failure.Statements is { } all ? $" of {all}" : "") : "";
        return $"{label}   {_style.Bad($"{(failure.Kind == StepFailureKind.Cancelled ? "cancelled" : "failed")}{where} after {Words.Duration(result.Duration)}")}";
    }

    private static string Trait(StepResult result) =>
        (result.Direction == Direction.Down ? "   reverted" : "")
            + (result.Migration.Transactional ? "" : "   not in a transaction")
        + (result.Migration.Breaking ? "   BREAKING" : "");

    private string Label(MigrationDescriptor migration) => !migration.IsMigration
        ? $"  {migration.Label}"
        : $"  {Words.Version(migration.Version).PadLeft(_versionWidth)}  {migration.Label.PadRight(_nameWidth)}";

    private void Line(string text)
    {
        _live = null;
        Clear();
        _terminal.Out.WriteLine(text);
    }

    // A line while a step runs: its live line goes on below.
    private void Interject(string text)
    {
        Clear();
        _terminal.Out.WriteLine(text);
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_live is { } live)
                _terminal.Out.Write(
                    $"{ClearLine}{live.Line}   {_style.Dim($"{Words.Duration(Stopwatch.GetElapsedTime(live.Start))} {_doing}")}");
        }
    }

    private void Clear()
    {
        if (_terminal.IsLive)
            _terminal.Out.Write(ClearLine);
    }
}
