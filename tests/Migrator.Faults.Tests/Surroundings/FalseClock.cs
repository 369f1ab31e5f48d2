using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Surroundings;

/// <summary>
/// A wall clock that is wrong, for a tool that is started with it (libfaketime); the monotonic clock goes on rightly, as it does
/// when somebody sets a machine's date.
/// </summary>
internal sealed class FalseClock : IDisposable
{
    private static readonly string[] Places = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];

    private readonly WorkingDirectory _directory = new();
    private readonly string _file;

    /// <param name="offset">In libfaketime's words, such as <c>+1d</c>.</param>
    public FalseClock(string offset) => _file = _directory.Write("clock", offset + "\n");

    /// <summary>The tool's start, under this clock.</summary>
    public ToolStart Misleads(ToolStart start) => start
        .With("LD_PRELOAD", Library())
        .With("FAKETIME_TIMESTAMP_FILE", _file)
        .With("FAKETIME_NO_CACHE", "1")
        .With("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .With("DONT_FAKE_MONOTONIC", "1");

    /// <summary>Jumps, while the tool runs.</summary>
    public void Jump(string offset)
    {
        // In one step: the library reads the file at every look at the clock.
        var next = _directory.Write("next", offset + "\n");
        File.Move(next, _file, overwrite: true);
    }

    public void Dispose() => _directory.Dispose();

    private static string Library()
    {
        var found = Places.Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "libfaketimeMT.so.1",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }))
            .FirstOrDefault();
        Assert.True(found is not null,
            "libfaketime is not installed. ./dev test installs it as root; Debian, Ubuntu: apt-get install faketime");
        return found!;
    }
}
