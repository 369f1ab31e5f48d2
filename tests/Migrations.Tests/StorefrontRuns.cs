using Migrator;
using Migrator.TestSupport;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>The sample schema on a test's database.</summary>
internal static class StorefrontRuns
{
    private static readonly MigrationAssembly Assembly = MigrationAssembly.From(typeof(CreateCustomers).Assembly);

    public static MigrationEngine Engine(this TestDatabase database, string? profile = null) =>
        new(Assembly, database.Options, new MigrationSelection([], profile));

    public static Task<MigrationOutcome> Up(this MigrationEngine engine, string target = "latest") =>
        engine.UpAsync(Parse(target), new() { Policy = new(AllowBreaking: true) },
            cancellationToken: TestContext.Current.CancellationToken);

    public static Task<MigrationOutcome> Down(this MigrationEngine engine, string target) =>
        engine.DownAsync(Parse(target), new() { Confirm = (_, _) => ValueTask.FromResult(true) },
            cancellationToken: TestContext.Current.CancellationToken);

    private static Target Parse(string text)
    {
        Assert.True(Target.TryParse(text, out var target), text);
        return target;
    }
}
