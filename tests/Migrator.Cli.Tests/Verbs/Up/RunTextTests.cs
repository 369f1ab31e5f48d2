using Migrator.Cli.Tests.Goldens;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>What <c>up</c> and <c>down</c> say to people, as golden files; stderr follows stdout.</summary>
public sealed class RunTextTests(TestServer server)
{
    private static readonly string All = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Index, Samples.Breaking);

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Up_ThenNothingToDo_ThenDown()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        await VerifyAsync(sandbox, "up-applied.txt", "up", "--allow-breaking", "--assembly", All);
        await VerifyAsync(sandbox, "up-nothing-to-do.txt", "up", "--assembly", All);
        await VerifyAsync(sandbox, "down-unconfirmed.txt", "down", "--target", "-2", "--assembly", All);
        await VerifyAsync(sandbox, "down-reverted.txt", "down", "--target", "-2", "--yes", "--assembly", All);
    }

    [Fact]
    public async Task Up_WithAFailingMigration()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.Orders, Samples.Failing, Samples.Last);

        await VerifyAsync(sandbox, "up-failed.txt", "up", "--assembly", assembly);
        await VerifyAsync(sandbox, "up-failed-show-sql.txt", "up", "--show-sql", "--assembly", assembly);
    }

    [Fact]
    public async Task Up_StoppedMidway()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Samples.HalfDone, Samples.Last);

        await VerifyAsync(sandbox, "up-partial.txt", "up", "--assembly", assembly);
        await VerifyAsync(sandbox, "up-dirty.txt", "up", "--assembly", assembly);
    }

    [Fact]
    public async Task Up_LockTimeoutAndThenCancelled()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await using var holder = sandbox.Tool("up", "--assembly",
            Samples.Assembly(Samples.Customers, Samples.Endless, Samples.Last)).Start();
        await sandbox.Database.UntilRunningAsync("%pg_sleep%");

        await VerifyAsync(sandbox, "up-lock-timeout.txt", "up", "--lock-wait", "0", "--assembly", All);
        holder.Send(Signal.Interrupt);

        var cancelled = await holder.EndAsync();
        Golden.Matches("up-cancelled.txt", sandbox.Normalize(cancelled.Out + cancelled.Error));
    }

    private static async Task VerifyAsync(Sandbox sandbox, string golden, params string[] arguments)
    {
        var run = await sandbox.RunAsync(arguments);
        Golden.Matches(golden, sandbox.Normalize(run.Out + run.Error));
    }
}
