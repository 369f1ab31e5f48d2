using System.Diagnostics;
using System.Globalization;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Bench;

/// <summary>The application's look at its schema, on an open connection: one query, whatever the number of migrations.</summary>
internal static class StartupCheck
{
    private const int Runs = 201;

    /// <summary>Measures looks at databases with few and with many migrations, in turn; medians in milliseconds.</summary>
    public static async Task<IReadOnlyList<(string Name, double Milliseconds)>> MeasureAsync(TestServer server,
        IReadOnlyList<int> counts)
    {
        var cases = new List<(string Name, Func<Task> Look, List<double> Times, IAsyncDisposable[] Owned)>();
        foreach (var count in counts)
        {
            var database = await server.CreateDatabaseAsync();
            var manifest = await FillAsync(database, count);
            var connection = new NpgsqlConnection(database.ConnectionString);
            await connection.OpenAsync();
            var number = count.ToString("#,0", CultureInfo.InvariantCulture);
            cases.Add(($"SELECT 1 ({number})", () => new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync(), [], []));
            var upToDate = SchemaRequirement.Of("bench", manifest);
            cases.Add(($"check, up to date, {number} migrations", () => ReadAsync(connection, upToDate, 0), [],
                [connection, database]));
            var behind = SchemaRequirement.Of("bench",
                manifest with { Migrations = [.. manifest.Migrations, new(99_999, "Next")] });
            cases.Add(($"check, one missing, {number} migrations", () => ReadAsync(connection, behind, 1), [], []));
        }

        for (var round = 0; round <= Runs; round++)
        {
            foreach (var (_, look, times, _) in cases)
            {
                var start = Stopwatch.GetTimestamp();
                await look();
                if (round > 0)
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        foreach (var owned in cases.SelectMany(one => one.Owned))
            await owned.DisposeAsync();
        return [.. cases.Select(one => (one.Name, one.Times.Order().ElementAt(Runs / 2)))];
    }

    private static async Task ReadAsync(NpgsqlConnection connection, SchemaRequirement requirement, int missing)
    {
        var difference = await SchemaDifferenceReader.ReadAsync(connection, requirement, VersionTable.Default);
        if (difference.Missing.Count != missing || difference.Unknown.Count + difference.Edited.Count > 0)
            throw new InvalidOperationException($"Not what was made: {difference}");
    }

    // What so many migrations leave behind, without running them.
    private static async Task<SchemaManifest> FillAsync(TestDatabase database, int count)
    {
        var one = new MigrationEngine(CompiledMigrations.Load(CompiledMigrations.Sql(100_000, "Newest", [])), database.Options);
        await one.UpAsync(Target.Latest);
        await database.ExecuteAsync($"""
            INSERT INTO "VersionInfo" ("Version", "AppliedOn", "Description") SELECT n, now(), 'Step' FROM generate_series(1, {count - 1}) n;
            INSERT INTO "VersionInfoJournal" (run, version, name, direction, state, transactional, started_at, tool_version, host, checksum)
            SELECT 'bench', n, 'Step', 'up', 'done', true, now(), 'bench', 'bench', encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, {count - 1}) n;
            ANALYZE
            """);
        var checksums = await database.ColumnAsync<string>(
            """SELECT version || ' ' || checksum FROM "VersionInfoJournal" ORDER BY version""");
        return new([.. checksums.Select(line => line.Split(' '))
            .Select(parts => new ManifestMigration(long.Parse(parts[0], CultureInfo.InvariantCulture), "Step",
                Checksum: parts[1]))]);
    }
}
