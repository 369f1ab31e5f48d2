using System.Diagnostics;
using Migrator.Catalog;
using Migrator.Execution;
using Migrator.Planning;

namespace Migrator.Cli.Output;

/// <summary>Tells a person what a run does while it does it: a live line on a terminal, plain lines elsewhere.</summary>
internal sealed class TextProgress : IProgress<MigrationProgress>, IDisposable
{
    private const string ClearLine = "\r\e[2K";
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    private readonly Terminal _terminal;
    private readonly Style _style;
    private readonly string _heading;
    private readonly Lock _gate = new();
    private readonly Timer? _timer;
    private int _nameWidth;
    private (string Line, long Start)? _live;

    /// <param name="terminal">Where to write.</param>
    /// <param name="heading">What is run, such as <c>up -> latest</c>.</param>
    public TextProgress(Terminal terminal, string heading)
    {
        _terminal = terminal;
        _style = new(terminal.HasColor);
        _heading = heading;
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
                    Line($"{_style.Bold($"migrator {ToolVersion.Short}  {_heading}")}    {connected.Database}   {_style.Dim($"run {connected.Run}")}");
                    break;
                case MigrationProgress.WaitingForLock waiting:
                    Line(_style.Attention($"Waiting for the deploy lock: held by {waiting.Holder}."));
                    break;
                case MigrationProgress.Planned planned:
                    _nameWidth = planned.Plan.Steps.Select(step => step.Name.Length).DefaultIfEmpty().Max();
                    break;
                case MigrationProgress.StepStarted started:
                    _live = (Label(started.Migration), Stopwatch.GetTimestamp());
                    break;
                case MigrationProgress.StepFinished finished:
                    Line(Describe(finished.Result));
                    break;
                case MigrationProgress.ExtraFinished { Name: ['p', ..] } extra:
                    Line($"  {extra.Name}   {Words.Duration(extra.Duration)}");
                    break;
                case MigrationProgress.Note note:
                    Line(_style.Attention(note.Text));
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

    private string Describe(StepResult result)
    {
        var label = Label(result.Migration);
        if (result.Failure is not { } failure)
            return $"{label}   {Words.Duration(result.Duration),8}{Trait(result)}";

        var where = failure.Statement is { } statement
            ? $" at statement {statement}" + (failure.Statements is { } all ? $" of {all}" : "") : "";
        return $"{label}   {_style.Bad($"{(failure.Kind == StepFailureKind.Cancelled ? "cancelled" : "failed")}{where} after {Words.Duration(result.Duration)}")}";
    }

    private static string Trait(StepResult result) =>
        (result.Direction == Direction.Down ? "   reverted" : "") + (result.Migration.Transactional ? "" : "   not in a transaction")
        + (result.Migration.Breaking ? "   BREAKING" : "");

    private string Label(MigrationDescriptor migration) => migration.Version == 0
        ? $"  {migration.Name}"
        : $"  {migration.Version}  {migration.Name.PadRight(_nameWidth)}";

    private void Line(string text)
    {
        _live = null;
        Clear();
        _terminal.Out.WriteLine(text);
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_live is { } live)
                _terminal.Out.Write($"{ClearLine}{live.Line}   {_style.Dim($"{Words.Duration(Stopwatch.GetElapsedTime(live.Start))} ...")}");
        }
    }

    private void Clear()
    {
        if (_terminal.IsLive)
            _terminal.Out.Write(ClearLine);
    }
}
