using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>
/// <c>script</c> run by psql makes the database that <c>up</c> and <c>down</c> make, by pg_dump's word: tables, columns,
/// defaults, constraints, indexes, views, functions, sequences, privileges, rows; and the same records.
/// </summary>
public sealed class ScriptProofTests(TestServer server)
{
    public static TheoryData<string, string[], string[]> Cases => new()
    {
        { "plain", [], [] },
        { "schema", ["--schema", "sales"], ["sales.\"VersionInfo\""] },
        { "placed", ["--schema", "sales", "--version-table", "Versions", "--version-table-schema", "ledger"],
            ["ledger.\"Versions\""] },
        { "extras", ["--profile", "Seed", "--build-id", "b'42"], [] },
        { "own table", [], ["ledger.\"MyVersions\"", "version", "what"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Script_MakesWhatUpMakes_AndUpHasNothingToDo(string name, string[] settings, string[] table)
    {
        await using var up = await NewAsync(name);
        await using var psql = await NewAsync(name);
        string[] with = [.. settings, "--assembly", AssemblyOf(name)];
        (await up.RunAsync(["up", "--allow-breaking", .. with])).Exits(ExitCode.Success);

        await psql.AppliesAsync(await psql.ScriptAsync(with));

        Assert.Equal(await StateAsync(up, table), await StateAsync(psql, table));
        (await psql.RunAsync(["status", "--exit-code", .. StatusSettings(with)])).Exits(ExitCode.Success)
            .Says("Up to date at 40.");
        (await psql.RunAsync(["up", .. with])).Exits(ExitCode.Success)
            .Says(name == "extras" ? "Up to date at 40" : "Up to date at 40 (4 migrations).");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ScriptDown_MakesWhatDownMakes(string name, string[] settings, string[] table)
    {
        await using var up = await NewAsync(name);
        string[] with = [.. settings, "--assembly", AssemblyOf(name)];
        (await up.RunAsync(["up", "--allow-breaking", .. with])).Exits(ExitCode.Success);
        await using var psql = await up.CopyAsync();
        string[] down = [.. StatusSettings(with)];
        (await up.RunAsync(["down", "--yes", "--target", "10", .. down])).Exits(ExitCode.Success);

        await psql.AppliesAsync(await psql.ScriptAsync(["--down", "--to", "10", .. down]));

        Assert.Equal(await StateAsync(up, table), await StateAsync(psql, table));
    }

    [Fact]
    public async Task Script_InTwoPieces_MakesWhatUpMakes()
    {
        await using var up = await Sandbox.CreateAsync(server);
        await using var psql = await Sandbox.CreateAsync(server);
        string[] with = ["--assembly", ScriptSamples.Plain];
        (await up.RunAsync(["up", "--allow-breaking", .. with])).Exits(ExitCode.Success);

        await psql.AppliesAsync(await psql.ScriptAsync(["--to", "CreateFunctions", .. with]));
        (await psql.RunAsync(["status", .. with])).Exits(ExitCode.Success).Says("Behind by 2.");
        await psql.AppliesAsync(await psql.ScriptAsync(["--from", "CreateFunctions", .. with]));

        Assert.Equal(await up.StateAsync(), await psql.StateAsync());
    }

    [Fact]
    public async Task Idempotent_Twice_IsHarmless_AndAlsoOnAPartlyMigratedDatabase()
    {
        await using var up = await Sandbox.CreateAsync(server);
        await using var psql = await Sandbox.CreateAsync(server);
        string[] with = ["--assembly", ScriptSamples.Plain];
        (await up.RunAsync(["up", "--target", "20", .. with])).Exits(ExitCode.Success);
        await using var partly = await up.CopyAsync();
        (await up.RunAsync(["up", "--allow-breaking", .. with])).Exits(ExitCode.Success);
        var script = await psql.ScriptAsync(["--idempotent", .. with]);

        await psql.AppliesAsync(script);
        var once = await psql.StateAsync();
        await psql.AppliesAsync(script);
        await partly.AppliesAsync(script);

        Assert.Equal(await up.StateAsync(), once);
        Assert.Equal(once, await psql.StateAsync());
        Assert.Equal(once, await partly.StateAsync());
        (await partly.RunAsync(["up", .. with])).Exits(ExitCode.Success).Says("Up to date at 40 (4 migrations).");
    }

    [Fact]
    public async Task IdempotentDown_Twice_IsHarmless()
    {
        await using var down = await Sandbox.CreateAsync(server);
        string[] with = ["--assembly", ScriptSamples.Plain];
        (await down.RunAsync(["up", "--allow-breaking", .. with])).Exits(ExitCode.Success);
        await using var psql = await down.CopyAsync();
        (await down.RunAsync(["down", "--yes", "--target", "zero", .. with])).Exits(ExitCode.Success);
        var script = await psql.ScriptAsync(["--down", "--to", "zero", "--idempotent", .. with]);

        await psql.AppliesAsync(script);
        await psql.AppliesAsync(script);

        Assert.Equal(await down.StateAsync(), await psql.StateAsync());
    }

    [Fact]
    public async Task Script_OfTheSameMigrations_IsTheSameToTheLetter_AndItsFileToo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        string[] with = ["--assembly", ScriptSamples.Plain];

        var once = await sandbox.ScriptAsync(with);
        var again = await sandbox.ScriptAsync(with);
        var written = await sandbox.Bare(["script", "-o", "release.sql", .. with]).RunAsync();
        var json = await sandbox.Bare(["script", "-o", "release.json.sql", "--output", "json", .. with]).RunAsync();

        Assert.Equal(once, again);
        var path = Path.Combine(sandbox.Directory.Path, "release.sql");
        written.Exits(ExitCode.Success).Says($"{path} written (4 migrations).");
        Assert.Equal(once, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal((0, 4), (json.Json.GetProperty("exitCode").GetInt32(), json.Json.GetProperty("migrations").GetInt32()));
    }

    // A schema that holds no version table is made by nobody but a person, or a migration.
    private async Task<Sandbox> NewAsync(string name)
    {
        var sandbox = await Sandbox.CreateAsync(server);
        if (name == "placed")
            await sandbox.Database.ExecuteAsync($"CREATE SCHEMA sales AUTHORIZATION {sandbox.Settings.Username}");
        return sandbox;
    }

    private static string AssemblyOf(string name) => name switch
    {
        "extras" => ScriptSamples.Full,
        "own table" => ScriptSamples.WithOwnTable,
        _ => ScriptSamples.Plain,
    };

    // Neither status nor down knows of profiles and builds.
    private static string[] StatusSettings(string[] with) =>
        [.. with.Where((_, i) => !IsOfUp(with[i]) && (i == 0 || !IsOfUp(with[i - 1])))];

    private static bool IsOfUp(string argument) => argument is "--profile" or "--build-id";

    private static Task<string> StateAsync(Sandbox sandbox, string[] table) => table switch
    {
        [var name, var version, var description] => sandbox.StateAsync(name, version, description),
        [var name] => sandbox.StateAsync(name),
        _ => sandbox.StateAsync(),
    };
}
