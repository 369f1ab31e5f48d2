using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary><c>--namespace</c>, by flag, variable and migrator.json, with a version table each.</summary>
public sealed class NamespaceTests(TestServer server)
{
    private static readonly string Streams = Samples.Assembly(
        $"namespace Shop.Billing {{ {CompiledMigrations.Sql(1, "CreateInvoices", ["CREATE TABLE invoices (id int)"])} }} "
        + $"namespace Shop.Billing.Late {{ {CompiledMigrations.Sql(2, "AddNote", ["ALTER TABLE invoices ADD note text"])} }} "
        + $"namespace Shop.Stock {{ {CompiledMigrations.Sql(1, "CreateStock", ["CREATE TABLE stock (id int)"])} }} ");

    [Fact]
    public async Task Namespace_IsAHistoryOfItsOwn()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        string[] stock = ["--assembly", Streams, "--namespace", "Shop.Stock", "--version-table", "stock_versions"];

        (await sandbox.RunAsync("up", "--assembly", Streams)).Exits(ExitCode.Usage).Complains("Version 1 exists twice",
            "--namespace Shop.", "--version-table NAME");
        (await sandbox.RunAsync(["up", .. stock])).Exits(ExitCode.Success).Says("CreateStock", "1 applied",
            "2 migrations are left out by the namespace Shop.Stock: Shop.Billing (1), Shop.Billing.Late (1).");
        (await sandbox.RunAsync("up", "--assembly", Streams, "--namespace", "Shop.Billing", "--nested")).Exits(ExitCode.Success)
            .Says("CreateInvoices", "AddNote", "2 applied");
        var status = await sandbox.RunAsync(["status", .. stock, "--exit-code", "--output", "json"]);
        status.Exits(ExitCode.Success);
        Assert.Equal(["Shop.Billing", "Shop.Billing.Late"], status.Json.GetProperty("leftOut").EnumerateArray()
            .Select(one => one.GetProperty("namespace").GetString()!));
        Assert.Equal([1, 2], await sandbox.VersionsAsync());
        (await sandbox.RunAsync(["lint", .. stock[..4]])).Exits(ExitCode.Success);
        (await sandbox.RunAsync(["script", .. stock, "-o", "stock.sql"])).Exits(ExitCode.Success);
        var script = await File.ReadAllTextAsync(Path.Combine(sandbox.Directory.Path, "stock.sql"),
            TestContext.Current.CancellationToken);
        Assert.Contains("CREATE TABLE stock", script, StringComparison.Ordinal);
        Assert.DoesNotContain("invoices", script, StringComparison.Ordinal);
        (await sandbox.RunAsync(["manifest", .. stock[..4], "--manifest", "stock.json"])).Exits(ExitCode.Success)
            .Says("(1 migration)");
        (await sandbox.RunAsync("wait", "--manifest", "stock.json", "--version-table", "stock_versions")).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task VariableAndFile_SayItToo()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Directory.Write("migrator.json", """{ "namespace": "Shop.Billing", "nested": true }""");

        (await sandbox.RunAsync("status", "--assembly", Streams)).Exits(ExitCode.Success).Says("AddNote", "Behind by 2.");
        (await sandbox.Tool("status", "--assembly", Streams).With("MIGRATOR_NAMESPACE", "Shop.Stock").RunAsync())
            .Exits(ExitCode.Success).Says("CreateStock", "Behind by 1.");
    }

    [Theory]
    [InlineData("The namespace Shop.Sales has no migrations. There are: Shop.Billing (1), Shop.Billing.Late (1), Shop.Stock (1).",
        "--namespace", "Shop.Sales")]
    [InlineData("those within it have. There are: ", "--namespace", "Shop")]
    [InlineData("--nested is given without a namespace", "--nested")]
    [InlineData("--namespace is \"\": it must be the name of a namespace", "--namespace", "")]
    [InlineData("--namespace is given 2 times, and takes one value", "--namespace", "Shop.Billing", "--namespace", "Shop.Stock")]
    public async Task WhatMakesNoSense_IsRefused(string message, params string[] flags)
    {
        (await new ToolStart(["lint", "--assembly", Streams, .. flags]).RunAsync()).Exits(ExitCode.Usage)
            .Complains(message, "exit 2");
    }
}
