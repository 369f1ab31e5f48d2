using System.Globalization;

namespace Migrator.Bench.Peers;

/// <summary>The schema that is measured: tables with one index each.</summary>
internal static class BenchSchema
{
    public static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count);

    public static string Table(int number) => string.Create(CultureInfo.InvariantCulture,
        $"CREATE TABLE t{number} (id bigint NOT NULL, name text NOT NULL, at timestamptz NOT NULL, CONSTRAINT pk_t{number} "
        + $"PRIMARY KEY (id))");

    public static string Index(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"CREATE INDEX ix_t{number}_name ON t{number} (name)");

    public static string Drop(int number) => string.Create(CultureInfo.InvariantCulture, $"DROP TABLE t{number}");
}
