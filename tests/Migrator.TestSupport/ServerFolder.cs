namespace Migrator.TestSupport;

/// <summary>
/// Where a test server's files lie: in memory where there is room, else in the temporary folder. Nothing of them is to be kept,
/// and a database of its own for every test is a thousand files made and removed, which a disk takes longer over than the server
/// over all else.
/// </summary>
public static class ServerFolder
{
    private const string Memory = "/dev/shm";

    // Several servers at once, of some hundred megabytes each; containers often have no more than 64 MB there.
    private const long Enough = 4L << 30;

    /// <summary>A new folder, which only its owner may enter.</summary>
    public static string Create(string prefix) =>
        OperatingSystem.IsLinux() && HasRoom()
            ? Directory.CreateDirectory(Path.Combine(Memory, prefix + Path.GetRandomFileName()),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName
            : Directory.CreateTempSubdirectory(prefix).FullName;

    private static bool HasRoom()
    {
        try
        {
            return new DriveInfo(Memory).AvailableFreeSpace >= Enough;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
