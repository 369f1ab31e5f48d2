using System.Diagnostics.Metrics;

namespace Migrator.SchemaCheck;

/// <summary>
/// The meter <c>Migrator.SchemaCheck</c>: <c>migrator.schema_check.verdict</c> (1, with the verdict as a tag) and
/// <c>migrator.schema_check.wait_time</c> (seconds). Gauges: a scrape usually comes long after the check.
/// </summary>
internal sealed class SchemaCheckMetrics : IDisposable
{
    public const string MeterName = "Migrator.SchemaCheck";

    private readonly Meter _meter;

    public SchemaCheckMetrics(SchemaCheckState state, IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableGauge("migrator.schema_check.verdict",
            () => state.Result is { } result
                ? [new(1, new KeyValuePair<string, object?>("verdict", result.Verdict.ToString()))]
                : Array.Empty<Measurement<int>>(),
            description: "What the schema check at startup found.");
        _meter.CreateObservableGauge("migrator.schema_check.wait_time", () => state.Waited.TotalSeconds, "s",
            "How long the application waited for its schema at startup.");
    }

    public void Dispose() => _meter.Dispose();
}
