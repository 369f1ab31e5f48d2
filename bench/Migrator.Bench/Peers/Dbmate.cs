using System.Globalization;
using Migrator.Bench.Running;
using Npgsql;

namespace Migrator.Bench.Peers;

/// <summary>dbmate (Go, native): an SQL file a migration.</summary>
internal static class Dbmate
{
    public static Contender Create(int count)
    {
        var folder = Workspace.Folder($"dbmate-{count}");
        foreach (var i in BenchSchema.Numbers(count))
            Workspace.Write(folder, string.Create(CultureInfo.InvariantCulture, $"{i:D14}_create_t{i}.sql"),
                $"-- migrate:up\n{BenchSchema.Table(i)};\n{BenchSchema.Index(i)};\n\n-- migrate:down\n{BenchSchema.Drop(i)};\n");
        // The program itself, and not the script that npm puts before it.
        var program = Directory.EnumerateFiles(Workspace.Installed("node_modules", "@dbmate"), "dbmate",
            SearchOption.AllDirectories).First();
        return new("dbmate", ProcessRun.Run(new(program, "--version")).Split(' ')[^1].Trim(), "`dbmate --no-dump-schema migrate`",
            (phase, database) =>
            new(program, "--url", Url(database), "--migrations-dir", folder, "--no-dump-schema",
                phase == Phase.Status ? "status" : "migrate"));
    }

    public static string Url(NpgsqlConnectionStringBuilder database) =>
        $"postgres://{database.Username}:{Uri.EscapeDataString(database.Password ?? "")}@{database.Host}:{database.Port}/{database.Database}?sslmode=disable";
}
