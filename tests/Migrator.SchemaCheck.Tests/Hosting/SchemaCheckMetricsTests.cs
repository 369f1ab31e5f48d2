using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Hosting;

public sealed class SchemaCheckMetricsTests
{
    [Fact]
    public void Gauges_TellVerdictAndWaitingTime()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<SchemaCheckState>()
            .AddSingleton<SchemaCheckMetrics>().BuildServiceProvider();
        var state = services.GetRequiredService<SchemaCheckState>();
        _ = services.GetRequiredService<SchemaCheckMetrics>();

        Assert.Equal(["migrator.schema_check.wait_time 0 s"], Measure(services));

        state.Result = new(Build.Needs(1), SchemaVerdict.Ahead, Build.NoDifference);
        state.Waited = TimeSpan.FromSeconds(2.5);
        Assert.Equal(["migrator.schema_check.verdict 1 verdict=Ahead", "migrator.schema_check.wait_time 2.5 s"],
            Measure(services));
    }

    // Those of this test's own meter: other hosts run in this process, too.
    private static List<string> Measure(IServiceProvider services)
    {
        List<string> measured = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Migrator.SchemaCheck"
                    && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags,
            _) => measured.Add($"{instrument.Name} {value} {tags[0].Key}={tags[0].Value}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, _,
            _) => measured.Add(FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}")));
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }
}
