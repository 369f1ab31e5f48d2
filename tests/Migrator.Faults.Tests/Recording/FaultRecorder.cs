using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Migrator.Faults.Tests.Servers;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Recording;

/// <summary>
/// Counts what is tried and what held, and writes it down at the end of the run: faults.json always, docs/faults.md beside it if
/// that is asked for and all rows were tried. Of full runs a scenario's last one counts, so that it can be tried again by itself.
/// </summary>
public sealed class FaultRecorder : IAsyncDisposable
{
    // Enough to tell bad luck from a rule.
    private const int MostFailures = 10;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Results = Effort.WritesPage
        ? Repository.PathOf("docs", "faults.json") : Repository.PathOf("artifacts", "faults.json");

    private readonly ConcurrentQueue<FaultRecord> _records = new();
    private readonly ConcurrentDictionary<int, double> _outlived = new();

    /// <summary>Notes how long the server worked on for a run that was killed; the longest of a row is kept.</summary>
    public void Outlived(int row, TimeSpan time) =>
        _outlived.AddOrUpdate(row, time.TotalSeconds, (_, longest) => Math.Max(longest, time.TotalSeconds));

    /// <summary>Tries a scenario once.</summary>
    public Task OnceAsync(int row, string scenario, Func<Task> attempt) => RoundsAsync(row, scenario, [0], _ => attempt());

    /// <summary>Tries a scenario several times.</summary>
    public Task RoundsAsync(int row, string scenario, int rounds, Func<int, Task> attempt) =>
        RoundsAsync(row, scenario, [.. Enumerable.Range(1, rounds)], attempt);

    /// <summary>Tries a scenario once for each case. Fails if one fails; goes on until then, so that it is known how
    /// often.</summary>
    public async Task RoundsAsync<T>(int row, string scenario, IReadOnlyList<T> cases, Func<T, Task> attempt)
    {
        Assert.Contains(FaultRows.All, known => known.Number == row);
        Assert.NotEmpty(cases);
        var rounds = 0;
        var failures = new List<(T Case, Exception Exception)>();
        foreach (var one in cases)
        {
            rounds++;
            try
            {
                await attempt(one);
            }
            catch (Exception exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                failures.Add((one, exception));
                if (failures.Count == MostFailures)
                    break;
            }
        }

        _records.Enqueue(new(row, scenario, rounds, failures.Count,
            failures.Count == 0 ? null : failures[0].Exception.Message.Split('\n')[0]));
        if (failures.Count > 0)
            throw new InvalidOperationException(
                $"{scenario}: {failures.Count} of {rounds} failed, with "
                + $"{string.Join(", ", failures.Select(failure => failure.Case))}; the first:", failures[0].Exception);
    }

    public async ValueTask DisposeAsync()
    {
        await NewCluster.RemoveAsync();
        if (_records.IsEmpty)
            return;

        var programs = await ProgramVersions.FindAsync();
        var results = Earlier()
            .With(new(Effort.IsFull, ToolProcess.Searched, [.. _records], new SortedDictionary<int, double>(_outlived)));
        Directory.CreateDirectory(Path.GetDirectoryName(Results)!);
        await File.WriteAllTextAsync(Results, JsonSerializer.Serialize(results, Json) + "\n");
        if (Effort.WritesPage && FaultRows.All.All(row => results.Records.Any(record => record.Row == row.Number)))
            await File.WriteAllTextAsync(FaultPage.Path, FaultPage.Write(results, programs));
    }

    private static FaultResults Earlier() =>
        Effort.IsFull && File.Exists(Results)
            && JsonSerializer.Deserialize<FaultResults>(File.ReadAllText(Results), Json) is { Full: true } earlier
            ? earlier : new(Effort.IsFull, 0, [], new Dictionary<int, double>());
}
