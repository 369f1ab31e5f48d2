#pragma warning disable RS0030 // A program of its own, with the console as its output.
using System.Globalization;
using System.Runtime.InteropServices;
using Migrator.Bench;
using Migrator.Bench.Peers;
using Migrator.Bench.Results;
using Migrator.Bench.Running;
using Migrator.TestSupport;
using Npgsql;

const int Migrations = 200;
const int Many = 10_000;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var ours = new Ours(args[0]);
var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var whole = args.Length <= 2;
string[] parts = whole ? ["local", "distant", "scale", "check", "safety"] : args[2..];
var report = new Report(Console.Out);
List<(string Title, IReadOnlyList<(string Name, double Seconds)> Bars)> bars = [];

var server = new TestServer();
await server.InitializeAsync();
try
{
    await using (var source = NpgsqlDataSource.Create(server.AdminConnectionString))
    await using (var version = source.CreateCommand("SHOW server_version"))
    {
        report.Line("# Benchmarks");
        report.Line();
        report.Line(
            $"Written by `./dev bench`. Whole processes, from start to exit, in turn in one run; medians of {runs} and more. "
            + $"PostgreSQL {await version.ExecuteScalarAsync()} on the same machine, its files in memory and without fsync, so "
            + $"that a disk is not what is measured; "
            + $"{Environment.ProcessorCount} processors, {Processor()}, {RuntimeInformation.OSDescription}, .NET "
            + $"{Environment.Version}. Seconds are this machine's: what counts are ratios.");
        report.Line();
    }

    if (parts.Contains("quick"))
        await LocalAsync(Nearest());
    if (parts.Contains("local"))
        await LocalAsync(
        [
            .. Nearest(), NodePgMigrate.Create(Migrations), Alembic.Create(Migrations), Grate.Create(Migrations),
            EfCore.Create(Migrations), Sqitch.Create(Migrations),
        ]);
    if (parts.Contains("distant"))
        await DistantAsync();
    if (parts.Contains("scale"))
        await ScaleAsync();
    if (parts.Contains("check"))
        await CheckAsync();
    if (parts.Contains("safety"))
        await SafetyAsync();

    if (whole)
        File.WriteAllText(Path.Combine("docs", "benchmarks.md"), report.Text.TrimEnd() + "\n");
    foreach (var dark in whole ? (bool[])[false, true] : [])
        File.WriteAllText(Path.Combine("docs", dark ? "benchmarks-dark.svg" : "benchmarks.svg"),
            Plot.Draw(bars, name => name.Contains("migrator", StringComparison.Ordinal), dark));
}
finally
{
    await server.DisposeAsync();
}

return;

// What we are, between what bounds us and the fastest of the others.
Contender[] Nearest() =>
[
    Psql.Create(1, Migrations), ours.Bundle(Migrations), ours.Tool(Migrations), Dbmate.Create(Migrations),
    Ours.FluentMigrator(Migrations),
];

async Task LocalAsync(Contender[] all)
{
    var measurement = new Measurement(server);
    var apply = await measurement.TimesAsync(all, Phase.Apply, runs);
    var noOp = await measurement.TimesAsync(all, Phase.NoOp, runs * 2 + 1);
    await TrustedRole.CreateAsync(server);
    var unasked = await new Measurement(server) { Role = TrustedRole.Name }.TimesAsync(all, Phase.NoOp, runs * 2 + 1);
    var status = await measurement.TimesAsync(all, Phase.Status, runs);
    var applyMemory = await measurement.MemoryAsync(all, Phase.Apply, 3);
    var noOpMemory = await measurement.MemoryAsync(all, Phase.NoOp, 3);
    var (psql, dbmate) = (all[0], all[3]);

    report.Line($"## {Migrations} migrations of one table and one index");
    report.Line();
    report.Table(all,
        ("apply, s", one => Report.Seconds(apply[one].Median())),
        ("of psql", one => Report.Ratio(apply[one].Median(), apply[psql].Median())),
        ("nothing to do, s", one => Report.Seconds(noOp[one].Median())),
        ("of dbmate", one => Report.Ratio(noOp[one].Median(), noOp[dbmate].Median())),
        ("no password, s", one => Report.Seconds(unasked[one].Median())),
        ("of dbmate", one => Report.Ratio(unasked[one].Median(), unasked[dbmate].Median())),
        ("status, s", one => one.IsFloor ? null : Report.Seconds(status[one].Median())),
        ("peak applying, MB", one => Report.Megabytes(applyMemory[one].Median())),
        ("peak with nothing to do, MB", one => Report.Megabytes(noOpMemory[one].Median())));
    report.Line("The server asks for a password (SCRAM-SHA-256); in the columns \"no password\", nothing to do with a role that "
        + "it does not ask for one.");
    report.Line();
    report.Line("How each was run:");
    report.Line();
    foreach (var one in all)
        report.Line($"- {one.Name}: {one.How}");
    report.Line();
    bars.Add(("Nothing to do", [.. all.Where(one => !one.IsFloor).Select(one => (one.Name, noOp[one].Median()!.Value))]));
    bars.Add(($"Apply {Migrations} migrations", [.. all.Select(one => (one.Name, apply[one].Median()!.Value))]));
}

async Task DistantAsync()
{
    var roundTrip = TimeSpan.FromMilliseconds(10);
    var address = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
    using var proxy = new DelayProxy(address.Host!, address.Port, roundTrip);
    var all = Nearest();
    var measurement = new Measurement(server) { Port = proxy.Port };
    var apply = await measurement.TimesAsync(all, Phase.Apply, runs);
    var noOp = await measurement.TimesAsync(all, Phase.NoOp, runs);

    report.Line($"## The same, {roundTrip.TotalMilliseconds:0} ms away");
    report.Line();
    report.Table(all,
        ("apply, s", one => Report.Seconds(apply[one].Median())),
        ("of psql", one => Report.Ratio(apply[one].Median(), apply[all[0]].Median())),
        ("nothing to do, s", one => Report.Seconds(noOp[one].Median())));
    bars.Add(($"Apply {Migrations} migrations, server {roundTrip.TotalMilliseconds:0} ms away",
        [.. all.Select(one => (one.Name, apply[one].Median()!.Value))]));
}

async Task ScaleAsync()
{
    // Minutes a round: three are what a machine's patience allows.
    var rounds = Math.Min(runs, 3);
    (string Name, Contender First, Contender Next)[] all =
    [
        ("psql", Psql.Create(1, Many), Psql.Create(Many + 1, 2 * Many)),
        ("migrator bundle", ours.Bundle(Many), ours.Bundle(2 * Many)),
        ("dbmate", Dbmate.Create(Many), Dbmate.Create(2 * Many)),
    ];
    var times = all.ToDictionary(one => one.Name, _ => (First: new List<double>(), Next: new List<double>(), Memory: 0L));
    for (var round = 0; round < rounds; round++)
    {
        foreach (var (name, first, next) in all)
        {
            await using var database = await server.CreateDatabaseAsync();
            var memory = round == 0 ? ProcessRun.PeakMemory(first.For(Phase.Apply, database.Connect())!) : 0;
            if (round == 0)
            {
                times[name] = times[name] with { Memory = memory };
                continue;
            }

            times[name].First.Add(ProcessRun.Time(first.For(Phase.Apply, database.Connect())!).TotalSeconds);
            times[name].Next.Add(ProcessRun.Time(next.For(Phase.Apply, database.Connect())!).TotalSeconds);
        }
    }

    report.Line($"## {Many:#,0} migrations, and {Many:#,0} more ({rounds - 1} rounds)");
    report.Line();
    report.Line("| | first, s | of psql | next, s | of the first | peak, MB |");
    report.Line("|---|---:|---:|---:|---:|---:|");
    foreach (var (name, (first, next, memory)) in times)
        report.Line($"| {name} | {first.Median():0.0} | {Report.Ratio(first.Median(), times["psql"].First.Median())} | "
            + $"{next.Median():0.0} | {Report.Ratio(next.Median(), first.Median())} | {memory / 1e6:0} |");
    report.Line();

    int[] sizes = [10, 1000, Many];
    report.Line("| nothing to do, s | " + string.Join(" | ", sizes.Select(size => $"{size:#,0}")) + $" | {Many:#,0} of 10 |");
    report.Line("|---|" + string.Concat(sizes.Select(_ => "---:|")) + "---:|");
    var measurement = new Measurement(server);
    Contender[] bundles = [.. sizes.Select(ours.Bundle)];
    Contender[] tools = [.. sizes.Select(ours.Tool)];
    Contender[] dbmates = [.. sizes.Select(Dbmate.Create)];
    var noOp = await measurement.TimesAsync([.. bundles, .. tools, .. dbmates], Phase.NoOp, runs * 2 + 1);
    foreach (var row in (Contender[][])[bundles, tools, dbmates])
        report.Line($"| {row[0].Name} | " + string.Join(" | ", row.Select(one => Report.Seconds(noOp[one].Median())))
            + $" | {Report.Ratio(noOp[row[2]].Median(), noOp[row[0]].Median())} |");
    report.Line();
}

async Task CheckAsync()
{
    report.Line("## The application's check, on an open connection");
    report.Line();
    report.Line("| | median ms |");
    report.Line("|---|---:|");
    foreach (var (name, milliseconds) in await StartupCheck.MeasureAsync(server, [10, 1000, Many]))
        report.Line($"| {name} | {milliseconds:0.00} |");
    report.Line();
}

async Task SafetyAsync()
{
    await using var shadows = await server.CreateDatabaseAsync();
    var times = Measurement.Times(ours.Safety(shadows.ConnectionString), Math.Min(runs, 3));
    report.Line("## Before a run");
    report.Line();
    report.Line("| | s |");
    report.Line("|---|---:|");
    foreach (var (name, seconds) in times)
        report.Line($"| {name} | {Report.Seconds(seconds.Median())} |");
    report.Line();
}

static string Processor() => File.Exists("/proc/cpuinfo")
    && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
    ? line.Split(':')[1].Trim() : RuntimeInformation.ProcessArchitecture.ToString();
