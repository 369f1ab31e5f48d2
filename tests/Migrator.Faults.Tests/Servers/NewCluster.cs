using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Servers;

/// <summary>A new cluster, copied from one that initdb made once for the whole run: that takes a second of a processor each
/// time.</summary>
internal static class NewCluster
{
    private static readonly Lazy<Task<string>> First = new(MakeAsync);

    /// <summary>Fills an empty folder with a cluster as EmbeddedServer makes it, and gives the server for it.</summary>
    public static async Task<EmbeddedServer> MakeInAsync(string folder)
    {
        var first = await First.Value;
        await OtherProgram.RunAsync("cp", ["-a", Path.Combine(first, "data"), Path.Combine(first, "password"), folder], folder);
        return await EmbeddedServer.FindAsync(folder, TestContext.Current.CancellationToken);
    }

    /// <summary>Removes the one that is copied.</summary>
    public static async Task RemoveAsync()
    {
        if (First.IsValueCreated)
            Directory.Delete(await First.Value, recursive: true);
    }

    private static async Task<string> MakeAsync()
    {
        var folder = ServerFolder.Create("migrator-faults-");
        var server = await EmbeddedServer.FindAsync(folder);
        await server.StartAsync();
        await server.StopAsync();
        return folder;
    }
}
