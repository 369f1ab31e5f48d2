using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Bench.Running;

/// <summary>Measures contenders in turn, so that a machine that slows down slows all of them; the first round warms up and does
/// not count.</summary>
internal sealed class Measurement(TestServer server)
{
    /// <summary>Where contenders connect to: the server, or what stands before it.</summary>
    public int? Port { get; init; }

    /// <summary>As whom they connect; null for the server's superuser, with a password.</summary>
    public string? Role { get; init; }

    /// <summary>Seconds, a list a contender.</summary>
    public async Task<Dictionary<Contender, List<double>>> TimesAsync(IReadOnlyList<Contender> contenders, Phase phase,
        int runs) =>
        await MeasureAsync(contenders, phase, runs, command => ProcessRun.Time(command).TotalSeconds);

    /// <summary>Bytes, a list a contender.</summary>
    public async Task<Dictionary<Contender, List<double>>> MemoryAsync(IReadOnlyList<Contender> contenders, Phase phase,
        int runs) =>
        await MeasureAsync(contenders, phase, runs, command => ProcessRun.PeakMemory(command));

    /// <summary>Seconds of commands that leave nothing behind, in turn; the first round does not count.</summary>
    public static IReadOnlyList<(string Name,
        List<double> Seconds)> Times(IReadOnlyList<(string Name, Command Command)> commands, int runs)
    {
        (string Name, List<double> Seconds)[] results = [.. commands.Select(one => (one.Name, new List<double>()))];
        for (var round = 0; round <= runs; round++)
        {
            for (var i = 0; i < commands.Count; i++)
            {
                var seconds = ProcessRun.Time(commands[i].Command).TotalSeconds;
                if (round > 0)
                    results[i].Seconds.Add(seconds);
            }
        }

        return results;
    }

    private async Task<Dictionary<Contender, List<double>>> MeasureAsync(
        IReadOnlyList<Contender> contenders, Phase phase, int runs, Func<Command, double> measure)
    {
        var results = contenders.ToDictionary(contender => contender, _ => new List<double>());
        Dictionary<Contender, TestDatabase> migrated = [];
        try
        {
            for (var round = 0; round <= runs; round++)
            {
                foreach (var contender in contenders)
                {
                    TestDatabase? database = null;
                    if (phase == Phase.Apply)
                        database = await server.CreateDatabaseAsync();
                    else if (!migrated.TryGetValue(contender, out database))
                        ProcessRun.Run(contender.For(Phase.Apply,
                            Local(migrated[contender] = database = await server.CreateDatabaseAsync()))!);

                    if (contender.For(phase, Connect(database)) is { } command && measure(command) is var value && round > 0)
                        results[contender].Add(value);
                    if (phase == Phase.Apply)
                        await database.DisposeAsync();
                }
            }
        }
        finally
        {
            foreach (var database in migrated.Values)
                await database.DisposeAsync();
        }

        return results;
    }

    private NpgsqlConnectionStringBuilder Connect(TestDatabase database)
    {
        var connection = Local(database);
        connection.Port = Port ?? connection.Port;
        if (Role is not null)
            (connection.Username, connection.Password) = (Role, null);
        return connection;
    }

    // Nobody asks for TLS, as dbmate must be told not to.
    private static NpgsqlConnectionStringBuilder Local(TestDatabase database)
    {
        var connection = database.Connect();
        connection.SslMode = SslMode.Disable;
        return connection;
    }
}
