using Migrator;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Storefront.Migrations;

namespace Migrations.Tests;

/// <summary>The sample schema by scripts, as far as a script can go: two of its migrations are C# code.</summary>
public sealed class ScriptTests(TestServer server)
{
    [Fact]
    public async Task Scripts_AndUpForWhatIsCode_MakeWhatUpMakes()
    {
        await using var up = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var psql = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(OutcomeKind.Applied, (await up.Engine().Up()).Kind);

        await RunAsync(psql, new() { To = Target.Version(20250612091500) });
        Assert.Equal(OutcomeKind.Applied, (await psql.Engine().Up(nameof(ErasePaymentPayloads))).Kind);
        await RunAsync(psql, new() { From = Target.Version(20250708070000), Idempotent = true });

        Assert.Equal(await PostgresClient.DumpAsync(up.ConnectionString), await PostgresClient.DumpAsync(psql.ConnectionString));
        Assert.Equal(OutcomeKind.NothingToDo, (await psql.Engine().Up()).Kind);

        await RunAsync(psql, new() { Direction = Direction.Down, To = Target.Version(20250708070000) });
        Assert.Equal(OutcomeKind.Applied, (await up.Engine().Down(nameof(ErasePaymentPayloads))).Kind);
        Assert.Equal(await PostgresClient.DumpAsync(up.ConnectionString), await PostgresClient.DumpAsync(psql.ConnectionString));
    }

    [Fact]
    public async Task Script_OfAll_IsRefused_AndNamesWhatIsCode()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var refusal = database.Engine().CreateScript(new()).Refusal!;

        Assert.Equal(RefusalReason.Opaque, refusal.Reason);
        Assert.Contains(nameof(BackfillOrderTotals), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("before: --to 20250612091500; after: --from 20250708070000", refusal.Next, StringComparison.Ordinal);
    }

    private static async Task RunAsync(TestDatabase database, ScriptOptions options)
    {
        var script = database.Engine().CreateScript(options);
        Assert.Null(script.Refusal);
        var run = await PostgresClient.PsqlAsync(database.ConnectionString, script.Text!);
        Assert.True(run.ExitCode == 0, run.ToString());
    }
}
