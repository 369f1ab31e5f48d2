using System.Globalization;
using System.Text;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>sqitch (Perl): a change a migration; it runs psql for each.</summary>
internal static class Sqitch
{
    public static Contender Create(int count)
    {
        var folder = Workspace.Folder($"sqitch-{count}");
        Workspace.Write(folder, "sqitch.conf", "[core]\n\tengine = pg\n[user]\n\tname = bench\n\temail = bench@example.org\n");
        var plan = new StringBuilder("%syntax-version=1.0.0\n%project=bench\n\n");
        foreach (var i in BenchSchema.Numbers(count))
        {
            plan.Append(CultureInfo.InvariantCulture, $"t{i} 2026-01-01T00:00:00Z bench <bench@example.org> # table {i}\n");
            Workspace.Write(folder, $"deploy/t{i}.sql", $"BEGIN;\n{BenchSchema.Table(i)};\n{BenchSchema.Index(i)};\nCOMMIT;\n");
            Workspace.Write(folder, $"revert/t{i}.sql", $"{BenchSchema.Drop(i)};\n");
        }

        Workspace.Write(folder, "sqitch.plan", plan.ToString());
        return new("sqitch", ProcessRun.Run(new("sqitch", "--version")).Split(' ')[^1].Trim(), "`sqitch deploy`",
            (phase, database) =>
            new("sqitch", phase == Phase.Status ? "status" : "deploy",
                $"db:pg://{database.Username}@{database.Host}:{database.Port}/{database.Database}")
            {
                Directory = folder,
                Environment = { ["PGPASSWORD"] = database.Password ?? "" },
            });
    }
}
