using Migrator.Faults.Tests.Servers;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Surroundings;

/// <summary>
/// A table whose next block hits ENOSPC, without a right to mount anything: its file, empty as yet, is a link to /dev/full until
/// it is disposed. The private server does not fsync, which /dev/full would refuse.
/// </summary>
internal sealed class FullRelation : IDisposable
{
    private readonly string _file;

    private FullRelation(string file)
    {
        _file = file;
        Assert.Equal(0, new FileInfo(file).Length);
        File.Move(file, Aside);
        File.CreateSymbolicLink(file, "/dev/full");
    }

    private string Aside => _file + ".aside";

    public static async Task<FullRelation> MakeAsync(PrivateServer server, Sandbox sandbox, string table) =>
        new(Path.Combine(server.Data, await sandbox.Database.ScalarAsync<string>($"SELECT pg_relation_filepath('{table}')")));

    public void Dispose()
    {
        File.Delete(_file);
        File.Move(Aside, _file);
    }
}
