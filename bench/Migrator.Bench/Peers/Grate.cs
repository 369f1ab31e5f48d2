using System.Globalization;
using Migrator.Bench.Running;

namespace Migrator.Bench.Peers;

/// <summary>grate (.NET): an SQL file a migration.</summary>
internal static class Grate
{
    public static Contender Create(int count)
    {
        var folder = Workspace.Folder($"grate-{count}");
        foreach (var i in BenchSchema.Numbers(count))
            Workspace.Write(folder, string.Create(CultureInfo.InvariantCulture, $"up/{i:D5}_create_t{i}.sql"),
                $"{BenchSchema.Table(i)};\n{BenchSchema.Index(i)};\n");
        return new("grate", "2.2.0", "`grate --silent --createdatabase=false`, the .NET tool",
            (phase, database) => phase == Phase.Status ? null
            : new(Workspace.Installed("dotnet", "grate"), $"--connectionstring={database.ConnectionString}",
                "--databasetype=postgresql", $"--sqlfilesdirectory={folder}",
                "--silent", "--createdatabase=false", $"--outputPath={Workspace.Folder("grate-out")}", "--verbosity=Error"));
    }
}
