using System.Text.Json;
using Migrator.TestSupport.Tool;

namespace Migrator.Tests.Linting.Squawk;

/// <summary>squawk, as package-lock.json pins it.</summary>
internal static class SquawkProgram
{
    private static readonly string Program =
        Repository.PathOf("tests", "Migrator.Tests", "Linting", "Squawk", "node_modules", ".bin", "squawk");

    /// <summary>What it finds in each text, as it would be found in PostgreSQL 15.</summary>
    public static async Task<IReadOnlyList<IReadOnlySet<string>>> RulesAsync(IReadOnlyList<string> texts, bool inTransaction)
    {
        Assert.True(OtherProgram.IsInstalled("node"),
            "node is not installed. Debian, Ubuntu: apt-get install nodejs npm; macOS: brew install node");
        Assert.True(File.Exists(Program), "squawk is not installed: npm ci --prefix tests/Migrator.Tests/Linting/Squawk");
        using var directory = new WorkingDirectory();
        for (var i = 0; i < texts.Count; i++)
            directory.Write($"{i}.sql", texts[i]);

        // It ends with 1 if it finds something.
        var said = await OtherProgram.RunAsync("/bin/sh",
            ["-c", $"\"$0\" --reporter json --pg-version 15.0 {(inTransaction ? "--assume-in-transaction" : "")} *.sql || test $? = 1", Program], directory.Path);
        using var document = JsonDocument.Parse(said);
        var found = texts.Select(_ => new HashSet<string>()).ToArray();
        foreach (var one in document.RootElement.EnumerateArray())
            found[int.Parse(Path.GetFileNameWithoutExtension(one.GetProperty("file").GetString()!),
                System.Globalization.CultureInfo.InvariantCulture)]
                .Add(one.GetProperty("rule_name").GetString()!);
        return found;
    }
}
