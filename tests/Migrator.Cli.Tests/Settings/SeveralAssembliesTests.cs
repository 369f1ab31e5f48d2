using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Several assemblies by flags, variable and migrator.json: none goes unheard.</summary>
[Trait("Of", "the .NET tool")]
public sealed class SeveralAssembliesTests(TestServer server)
{
    private static readonly string Billing = CompiledMigrations.Named("Billing", CompiledMigrations.Sql(1, "CreateInvoices",
        ["CREATE TABLE invoices (id int)"], ["DROP TABLE invoices"]));

    private static readonly string Stock = CompiledMigrations.Named("Stock", CompiledMigrations.Sql(2, "CreateStock",
        ["CREATE TABLE stock (id int)"], ["DROP TABLE stock"]) + CompiledMigrations.Sql(3, "Break", ["SELECT 1 / 0"]));

    [Fact]
    public async Task Flags_NameSeveral_EachToldWithItsMigrations()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var spaced = Path.Combine(sandbox.Directory.Folder("my app, built"), "Stock.dll");
        File.Copy(Stock, spaced);
        string[] both = ["--assembly", Billing, "--assembly", spaced];

        (await sandbox.RunAsync(["status", .. both])).Exits(ExitCode.Success)
            .Says("1  CreateInvoices (Billing)", "2  CreateStock (Stock)", "Behind by 3.");
        var json = (await sandbox.RunAsync(["status", .. both, "--output", "json"])).Json;
        Assert.Equal(["Billing", "Stock", "Stock"],
            json.GetProperty("pending").EnumerateArray().Select(one => one.GetProperty("assembly").GetString()!));
        (await sandbox.RunAsync(["up", .. both, "--dry-run"])).Exits(ExitCode.Success)
            .Says("-- 1 CreateInvoices (Billing)", "-- 2 CreateStock (Stock)");

        var up = await sandbox.RunAsync(["up", .. both, "--output", "json"]);

        up.Exits(ExitCode.Failed);
        Assert.Equal(["Billing", "Stock", "Stock"],
            up.Json.GetProperty("steps").EnumerateArray().Select(one => one.GetProperty("assembly").GetString()!));
        Assert.Equal("Stock", up.Json.GetProperty("error").GetProperty("assembly").GetString());
        (await sandbox.RunAsync(["up", .. both])).Exits(ExitCode.Failed).Says("3  Break (Stock)");
        Assert.Equal([1, 2], await sandbox.VersionsAsync());
        Assert.DoesNotContain("\"assembly\"", (await sandbox.RunAsync("status", "--assembly", Stock, "--output", "json")).Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task VariableAndFile_NameSeveral_TheNearerAlone()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Directory.Write("migrator.json", $$"""{ "assembly": ["{{Billing}}", "{{Stock}}"] }""");

        (await sandbox.RunAsync("status")).Exits(ExitCode.Success).Says("Behind by 3.");
        (await sandbox.Tool("status").With("MIGRATOR_ASSEMBLY", Stock).RunAsync()).Exits(ExitCode.Success).Says("Behind by 2.");
        (await sandbox.Tool("status").With("MIGRATOR_ASSEMBLY", $"{Stock}, {Billing}").RunAsync()).Exits(ExitCode.Success)
            .Says("Behind by 3.");
        (await sandbox.RunAsync("status", "--assembly", Billing)).Exits(ExitCode.Success).Says("Behind by 1.");

        // One alone, as a text, and a comma in its name.
        var folder = sandbox.Directory.Folder("a,b");
        File.Copy(Billing, Path.Combine(folder, "Billing.dll"));
        (await sandbox.Tool("status").With("MIGRATOR_ASSEMBLY", "a,b/Billing.dll").RunAsync()).Exits(ExitCode.Success)
            .Says("Behind by 1.");
        sandbox.Directory.Write("migrator.json", """{ "assembly": "a,b/Billing.dll" }""");
        (await sandbox.RunAsync("status")).Exits(ExitCode.Success).Says("Behind by 1.");
    }

    [Fact]
    public async Task ProjectAndAssembly_AreTakenTogether()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        // What building it gives is all that is asked for.
        WorkingDirectory.MakeOwn(sandbox.Directory.Write("bin/dotnet", $"#!/bin/sh\necho '{Billing}'\n"));
        sandbox.Directory.Write("My.csproj", "<Project/>");
        ToolStart Tool(string assembly) => sandbox.Tool("status", "--project", "My.csproj", "--assembly", assembly)
            .With("PATH", Path.Combine(sandbox.Directory.Path, "bin"));

        (await Tool(Stock).RunAsync()).Exits(ExitCode.Success).Says("1  CreateInvoices (Billing)", "Behind by 3.");
        // What is built and what was built are mostly the same thing.
        (await Tool(Billing).RunAsync()).Exits(ExitCode.Usage)
            .Complains($"The migrations assembly {Billing} is given twice. Name it once.");
    }

    [Fact]
    public async Task WhatMakesNoSense_IsRefused()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var copy = Path.Combine(sandbox.Directory.Folder("copy"), "Stock.dll");
        File.Copy(Stock, copy);

        (await sandbox.RunAsync("status", "--assembly", Stock, "--assembly", Stock)).Exits(ExitCode.Usage)
            .Complains($"--assembly names {Stock} twice. Name it once.", "exit 2");
        (await sandbox.RunAsync("status", "--assembly", Stock, "--assembly", copy)).Exits(ExitCode.Usage)
            .Complains($"{Stock} and {copy} are one migrations assembly, twice. Name it once.");
        (await sandbox.RunAsync("status", "--assembly", Stock, "--assembly", "missing.dll")).Exits(ExitCode.Usage)
            .Complains($"There is no migrations assembly at {Path.Combine(sandbox.Directory.Path, "missing.dll")}");
        (await sandbox.RunAsync("manifest", "--assembly", Billing, "--assembly", Stock)).Exits(ExitCode.Usage)
            .Complains("Where is the manifest?");
        var twin = CompiledMigrations.Named("Twin", CompiledMigrations.Sql(2, "Other", []));
        (await sandbox.RunAsync("up", "--assembly", Stock, "--assembly", twin)).Exits(ExitCode.Usage)
            .Complains("Version 2 exists twice: CreateStock in Stock and Other in Twin. Give one of them another.");
        Assert.False(await sandbox.Database.ExistsAsync("stock"));
    }
}
