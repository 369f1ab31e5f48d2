using System.Globalization;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>node-pg-migrate: an SQL file a migration.</summary>
internal static class NodePgMigrate
{
    public static Contender Create(int count)
    {
        var folder = Workspace.Folder($"node-pg-migrate-{count}");
        foreach (var i in BenchSchema.Numbers(count))
            Workspace.Write(folder, string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000_000 + i}_create-t{i}.sql"),
                $"-- Up Migration\n{BenchSchema.Table(i)};\n{BenchSchema.Index(i)};\n\n-- Down "
                + $"Migration\n{BenchSchema.Drop(i)};\n");
        var program = Workspace.Installed("node_modules", "node-pg-migrate", "bin", "node-pg-migrate.js");
        return new("node-pg-migrate",
            ProcessRun.Run(new("node", "-p",
                $"require('{Workspace.Installed("node_modules", "node-pg-migrate", "package.json")}').version")).Trim(),
                "`node-pg-migrate up --no-single-transaction`", (phase, database) =>
            phase == Phase.Status ? null : new("node", program, "up", "-m", folder, "--no-single-transaction", "--no-verbose")
            {
                Environment = { ["DATABASE_URL"] = Dbmate.Url(database) },
                Directory = Workspace.Installed(),
            });
    }
}
