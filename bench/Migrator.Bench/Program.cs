#pragma warning disable RS0030 // A program of its own, with the console as its output.
using System.Globalization;
using Migrator.Bench;
using Migrator.Testing;
using Npgsql;

const int Migrations = 200;
const int NoOpRuns = 21;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var tool = Path.GetFullPath(args[0]);
var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;
var assembly = Schema.Assembly(Migrations);
var sql = Schema.Sql(Migrations);

string[] Psql(NpgsqlConnectionStringBuilder database, params string[] more) =>
    ["-X", "-q", "-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, "-d", database.Database!, "-v", "ON_ERROR_STOP=1", .. more];

var psql = new Contender("psql, a transaction each", "psql", database => Psql(database, "-f", sql));
var select = new Contender("psql, one SELECT", "psql", database => Psql(database, "-c", "SELECT \"Version\" FROM \"VersionInfo\""));
var up = new Contender("dotnet-migrator up", tool, _ => ["up", "--assembly", assembly]);
var status = new Contender("dotnet-migrator status", tool, _ => ["status", "--assembly", assembly]);

var server = new TestServer();
await server.InitializeAsync();
try
{
    // In turn, so that a machine that slows down slows all of them; the first round warms up and does not count.
    var apply = await MeasureAsync([psql, up], runs, fresh: true);
    var noOp = await MeasureAsync([select, up, status], NoOpRuns, fresh: false);

    var checks = await StartupCheck.MeasureAsync(server, [10, 1000, 10_000]);

    Console.WriteLine($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, local PostgreSQL without fsync; whole processes, medians");
    Console.WriteLine();
    Print($"apply {Migrations} (table + index), {runs} runs", apply, psql);
    Print($"up to date at {Migrations}, {NoOpRuns} runs", noOp, select);
    Console.WriteLine("| the application's check, on an open connection | median ms |");
    Console.WriteLine("|---|---|");
    foreach (var (name, milliseconds) in checks)
        Console.WriteLine($"| {name} | {milliseconds:0.00} |");
}
finally
{
    await server.DisposeAsync();
}

return;

async Task<Dictionary<Contender, List<double>>> MeasureAsync(Contender[] contenders, int count, bool fresh)
{
    var times = contenders.ToDictionary(contender => contender, _ => new List<double>());
    await using var shared = await server.CreateDatabaseAsync();
    up.Run(shared.Connect());
    for (var round = 0; round <= count; round++)
    {
        foreach (var contender in contenders)
        {
            await using var own = fresh ? await server.CreateDatabaseAsync() : null;
            var elapsed = contender.Run((own ?? shared).Connect());
            if (round > 0)
                times[contender].Add(elapsed.TotalSeconds);
        }
    }

    return times;
}

static void Print(string title, Dictionary<Contender, List<double>> times, Contender floor)
{
    Console.WriteLine($"| {title} | median s | min s | max s | of {floor.Name} |");
    Console.WriteLine("|---|---|---|---|---|");
    foreach (var (contender, values) in times)
        Console.WriteLine($"| {contender.Name} | {Median(values):0.000} | {values.Min():0.000} | {values.Max():0.000} | {Median(values) / Median(times[floor]):0.00} |");
    Console.WriteLine();
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
