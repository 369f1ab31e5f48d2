using System.Globalization;
using System.Text;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>The floor: the same statements and version rows, a transaction each, from one file.</summary>
internal static class Psql
{
    private const string Debian = "/usr/lib/postgresql";

    public static Contender Create(int from, int to)
    {
        var sql = new StringBuilder();
        if (from == 1)
            sql.Append("CREATE TABLE \"VersionInfo\" (\"Version\" bigint NOT NULL, \"AppliedOn\" timestamp, \"Description\" "
                + "varchar(1024));\n"
                + "CREATE UNIQUE INDEX \"UC_Version\" ON \"VersionInfo\" (\"Version\" ASC);\n");
        for (var i = from; i <= to; i++)
            sql.Append(CultureInfo.InvariantCulture, $"""
                BEGIN;
                {BenchSchema.Table(i)};
                {BenchSchema.Index(i)};
                INSERT INTO "VersionInfo" ("Version", "AppliedOn", "Description") VALUES ({i}, (now() at time zone 'UTC'), 'Create{i}');
                COMMIT;

                """);
        var file = Path.Combine(Workspace.Folder("psql"), $"{from}-{to}.sql");
        File.WriteAllText(file, sql.ToString());
        var program = Program();
        return new("psql", ProcessRun.Run(new(program, "--version")).Split(' ')[2].Trim(),
            "`psql -X -q -f all.sql`, a transaction a migration; no-op: one SELECT",
            (phase, database) => new(program,
            [
                "-X", "-q", "-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, "-d", database.Database!,
                "-v", "ON_ERROR_STOP=1", .. phase == Phase.Apply
                    ? (string[])["-f", file] : ["-c", "SELECT \"Version\" FROM \"VersionInfo\" ORDER BY 1"],
            ])
            { Environment = { ["PGPASSWORD"] = database.Password ?? "" } })
        {
            IsFloor = true,
        };
    }

    // What Debian has in PATH is a script that looks for psql, and takes longer than psql itself.
    private static string Program() =>
        new[] { Environment.GetEnvironmentVariable("MIGRATOR_POSTGRES_BIN") ?? "" }
            .Concat(Directory.Exists(Debian)
                ? Directory.GetDirectories(Debian)
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .Select(folder => Path.Combine(folder, "bin")) : [])
            .Select(folder => Path.Combine(folder, "psql")).FirstOrDefault(File.Exists) ?? "psql";
}
