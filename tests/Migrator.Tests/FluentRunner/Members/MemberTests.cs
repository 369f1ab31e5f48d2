using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.FluentRunner.Members;

/// <summary>All that FluentMigrator can: nothing of it is forgotten, and each call makes the schema that plain FluentMigrator
/// makes, or stands in the table of differences.</summary>
public sealed class MemberTests(TestServer server)
{
    [Fact]
    public void EveryMemberOfFluentMigrator_IsCalledByATest()
    {
        var calls = Renderings.All.Compilation;
        var called = CalledMembers.In(calls);
        called.UnionWith(CalledMembers.In(CompiledMigrations.Compilation(RunCalls.Source)));

        string[] missing = [.. CalledMembers.Existing(calls).Except(called)];
        Assert.True(missing.Length == 0, $"No call of:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public async Task EveryCall_MakesWhatPlainFluentMigratorMakes()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(Sample.Sql);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        List<string> wrong = [];

        foreach (var call in Renderings.All.Groups.SelectMany(group => group.Calls)
            .Where(call => call.Since <= connection.PostgreSqlVersion.Major))
        {
            var rendering = Renderings.All.Of(call);
            if (rendering.IsSame != call.Why is null)
                wrong.Add($"{call.Code} is {(rendering.IsSame ? "written alike" : "written otherwise, without a reason")}");
            if (rendering.Ours.Refused is not null)
                continue;

            var state = await Sample.StateAfterAsync(connection, rendering.Ours.Statements, call.Undo);
            if (state != call.Refused)
                wrong.Add($"{call.Code} -> {state ?? "taken"}, not {call.Refused ?? "taken"}: "
                    + string.Join(' ', rendering.Ours.Statements));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Scripts, questions, C# code, and what stands on classes: run for real.
    [Fact]
    public async Task WhatIsNoSql_DoesWhatItDoesInPlainFluentMigrator()
    {
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var script = Path.Combine(CompiledMigrations.NewFolder(), "script.sql");
        await File.WriteAllTextAsync(script, "INSERT INTO said VALUES ('script $(n)');", TestContext.Current.CancellationToken);
        var assembly = MigrationAssembly.Load(CompiledMigrations.ToFile(
            RunCalls.Source.Replace("{file}", script, StringComparison.Ordinal), RunCalls.Scripts));
        var selection = new MigrationSelection(["a"], "Demo");

        PlainFluentMigrator.Up(theirs, assembly, selection);
        var outcome = await ours.Engine(assembly, selection: selection).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(12, (await ours.VersionsAsync()).Count);
        Assert.Equal(await theirs.VersionsAsync(), await ours.VersionsAsync());
        Assert.Equal(await theirs.CatalogAsync(), await ours.CatalogAsync());
        Assert.Equal(await theirs.RowsAsync(), await ours.RowsAsync());
        // Plain FluentMigrator finds nothing to do after us, and takes back what we applied.
        Assert.False(PlainFluentMigrator.HasPending(ours, assembly));
        PlainFluentMigrator.Down(ours, assembly, 3);
        Assert.False(await ours.ExistsAsync("reversed"));
    }

    [Fact]
    public void Page_IsWhatBothWrite()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(SqlPage.Path, SqlPage.Text());

        Assert.Equal(File.ReadAllText(SqlPage.Path), SqlPage.Text());
    }
}
