using System.Globalization;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>
/// A server that only follows another: what is applied there arrives later here, and who deploys there cannot be seen from here.
/// </summary>
/// <param name="NotReplayed">How many bytes it has received and not replayed; null where that is not known.</param>
/// <param name="SinceLast">How long ago, by its own clock, the last transaction that it has replayed was committed; null where
/// that is not known.</param>
public sealed record StandbyState(long? NotReplayed = null, TimeSpan? SinceLast = null)
{
    /// <summary>SQL that is true at a standby.</summary>
    internal const string IsOneSql = "pg_catalog.pg_is_in_recovery()";

    /// <summary>How far it is, in words: <c>a standby, which has not replayed 24 kB of what it received; ...</c>.</summary>
    public override string ToString() => InvariantCulture.Run(() => "a standby" + (NotReplayed switch
    {
        null => "",
        <= 0 => ", which has replayed all that it received",
        var bytes => $", which has not replayed {Math.Max(1, bytes.Value / 1024):#,0} kB of what it received",
    }) + (SinceLast is { } since ? $" (the last commit that it knows of is {Seconds(since)} old)" : ""));

    /// <summary>Asks a standby how far it is. Some that are called so cannot tell.</summary>
    internal static async Task<StandbyState> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::bigint,
                       extract(epoch FROM clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::float8
                """, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new(reader.IsDBNull(0) ? null : reader.GetInt64(0),
                reader.IsDBNull(1) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(1))));
        }
        catch (PostgresException unknown) when (unknown.SqlState is PostgresErrorCodes.FeatureNotSupported
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InsufficientPrivilege)
        {
            return new();
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:#,0} min");
}
