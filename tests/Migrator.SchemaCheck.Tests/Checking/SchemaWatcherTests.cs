using System.Net;
using System.Net.Sockets;
using Migrator.SchemaCheck.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Checking;

public sealed class SchemaWatcherTests(TestServer server)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Look_ReadsAndClosesItsConnection()
    {
        await using var database = await server.WithAsync([1, 2]);
        NpgsqlConnection? opened = null;

        var result = await new SchemaWatcher(async _ => opened = await database.OpenAsync(), Build.Needs(1, 2),
            VersionTable.Default)
            .LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SchemaVerdict.UpToDate, result.Verdict);
        Assert.Equal(System.Data.ConnectionState.Closed, opened!.State);
    }

    [Fact]
    public async Task Look_NobodyListens_IsUnreachable()
    {
        using var port = new LatePort();

        var result = await LookAsync($"Host=127.0.0.1;Port={port.Number};Username=app;Database=shop");

        Assert.Equal((SchemaVerdict.Unreachable, "Connection refused"), (result.Verdict, result.Reason));
    }

    // Those that did not answer are not asked again for a while: the second look has none left to ask, and is no other verdict.
    [Fact]
    public async Task Look_NobodyListensOnSeveralHosts_IsUnreachable_EachTime()
    {
        using var first = new LatePort();
        using var second = new LatePort();
        await using var source = new NpgsqlDataSourceBuilder(
            $"Host=127.0.0.1:{first.Number},127.0.0.1:{second.Number};Username=app;Database=shop").BuildMultiHost();
        var watcher = new SchemaWatcher(source.OpenConnectionAsync, Build.Needs(1), VersionTable.Default);

        for (var look = 0; look < 3; look++)
            Assert.Equal(SchemaVerdict.Unreachable,
                (await watcher.LookAsync(TestContext.Current.CancellationToken)).Verdict);
    }

    [Fact]
    public async Task Look_NoSuchDatabase_IsUnreachable_SinceADeployMayCreateIt()
    {
        var result = await LookAsync(new NpgsqlConnectionStringBuilder(server.AdminConnectionString)
        { Database = "not_there_yet", Pooling = false }.ConnectionString);

        Assert.Equal((SchemaVerdict.Unreachable, "database \"not_there_yet\" does not exist (3D000)"),
            (result.Verdict, result.Reason));
    }

    [Fact]
    public async Task Look_WrongPassword_IsUnreadable()
    {
        await using var database = await server.WithAsync([1]);
        var role = new NpgsqlConnectionStringBuilder(await database.CreateRoleAsync("app")) { Password = Passwords.Wrong };

        var result = await LookAsync(role.ConnectionString);

        Assert.Equal(SchemaVerdict.Unreadable, result.Verdict);
        Assert.EndsWith("(28P01)", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Passwords.Wrong, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NoRightOnTheJournal_IsUnreadable_AndSaysWhichAreNeeded()
    {
        await using var database = await server.WithAsync([1]);

        var role = await database.CreateRoleAsync("app");
        await database.ExecuteAsync($"""GRANT SELECT ON "VersionInfo" TO "{database.Name}_app" """);

        var result = await LookAsync(role);

        Assert.Equal((SchemaVerdict.Unreadable, "permission denied for table VersionInfoJournal (42501). Its role needs USAGE "
            + "on schema \"public\", and SELECT on "
            + "\"public\".\"VersionInfo\" and \"public\".\"VersionInfoJournal\"."), (result.Verdict, result.Reason));
    }

    [Theory]
    [InlineData("CREATE TABLE \"VersionInfo\" (id int)",
        "\"public\".\"VersionInfo\" cannot be read as FluentMigrator's version table: it has no column \"Version\".")]
    [InlineData("CREATE SEQUENCE \"VersionInfo\"",
        "\"public\".\"VersionInfo\" is a sequence, and not FluentMigrator's version table.")]
    [InlineData("CREATE TABLE \"VersionInfo\" (\"Version\" text); INSERT INTO \"VersionInfo\" VALUES ('one')",
        "invalid input syntax for type bigint: \"one\" (22P02)")]
    public async Task Look_AnotherKindOfTable_IsUnreadable(string sql, string reason)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(sql);

        var result = await LookAsync(database.ConnectionString);

        Assert.Equal((SchemaVerdict.Unreadable, reason), (result.Verdict, result.Reason));
    }

    [Theory]
    [InlineData("VersionInfo")]
    [InlineData("VersionInfoJournal")]
    public async Task Look_RowLevelSecurityHidesRows_IsUnreadable_AndNotBehind(string table)
    {
        await using var database = await server.WithAsync([1, 2, 3],
            $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC; ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY");
        var reader = await database.CreateRoleAsync("reader");

        var hidden = await LookAsync(reader);
        await database.ExecuteAsync($"CREATE POLICY all_rows ON \"{table}\" FOR SELECT USING (true)");
        var shown = await LookAsync(reader);

        Assert.Equal(SchemaVerdict.Unreadable, hidden.Verdict);
        Assert.Contains($"Row level security hides rows of \"public\".\"{table}\"", hidden.Sentence, StringComparison.Ordinal);
        Assert.NotEqual(SchemaVerdict.Unreadable, shown.Verdict);
    }

    [Fact]
    public async Task Look_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var watcher = new SchemaWatcher(async token =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new NotSupportedException();
        }, Build.Needs(1), VersionTable.Default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watcher.LookAsync(cancel.Token));
    }

    // The driver itself would wait for ever here: the limit turns that into a failure.
    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_AServerThatAcceptsAndSaysNothing_IsLeftBehind(bool cancelled)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=app;Database=shop;Timeout=0");
        var watcher = new SchemaWatcher(source.OpenConnectionAsync, Build.Needs(1), VersionTable.Default)
        { AnswerTime = cancelled ? Long : TimeSpan.FromMilliseconds(200) };

        var look = watcher.LookAsync(cancel.Token);
        using var asked = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        if (cancelled)
            await cancel.CancelAsync();

        if (cancelled)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look);
        else
            Assert.Equal((SchemaVerdict.Unreachable, "no answer in time"), ((await look).Verdict, (await look).Reason));
    }

    [Fact]
    public async Task Wait_ItComes_IsOver()
    {
        await using var database = await server.WithAsync([1]);
        var (watcher, looks) = Watch(database, Build.Needs(1, 2));
        var waits = new TaskCompletionSource<SchemaCheckResult>();

        var wait = watcher.WaitAsync(Long, result => waits.TrySetResult(result), TestContext.Current.CancellationToken);
        Assert.Equal(SchemaVerdict.Behind, (await waits.Task).Verdict);
        await database.ExecuteAsync("INSERT INTO \"VersionInfo\" VALUES (2)");

        Assert.Equal(SchemaVerdict.UpToDate, (await wait).Verdict);
        Assert.True(looks() >= 2);
    }

    [Fact]
    public async Task Wait_TheServerComes_IsOver()
    {
        await using var database = await server.WithAsync([1]);
        using var port = new LatePort();
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var late = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = port.Number };
        var opened = 0;
        List<SchemaVerdict> seen = [];

        var result = await new SchemaWatcher(_ => new(database.OpenAsync(late.ConnectionString)), Build.Needs(1),
            VersionTable.Default).WaitAsync(Long, waiting =>
        {
            seen.Add(waiting.Verdict);
            if (opened++ == 0)
                port.Open(direct.Host!, direct.Port);
        }, TestContext.Current.CancellationToken);

        Assert.Equal(SchemaVerdict.UpToDate, result.Verdict);
        Assert.Equal(SchemaVerdict.Unreachable, seen[0]);
    }

    [Fact]
    public async Task Wait_ItDoesNotCome_GivesUpWithWhatIsMissing()
    {
        await using var database = await server.WithAsync([1]);
        var (watcher, looks) = Watch(database, Build.Needs(1, 2));
        var told = 0;

        var result = await watcher.WaitAsync(TimeSpan.FromSeconds(1), _ => told++, TestContext.Current.CancellationToken);

        Assert.Equal(SchemaVerdict.Behind, result.Verdict);
        Assert.Equal([2], result.Difference!.Missing);
        Assert.Equal(looks() - 1, told);
        Assert.True(told >= 1);
    }

    [Fact]
    public async Task Wait_Zero_LooksOnceAndTellsNobody()
    {
        await using var database = await server.WithAsync([1]);
        var (watcher, looks) = Watch(database, Build.Needs(1, 2));

        var result = await watcher.WaitAsync(TimeSpan.Zero, _ => Assert.Fail("There is nothing to wait for."),
            TestContext.Current.CancellationToken);

        Assert.Equal((SchemaVerdict.Behind, 1), (result.Verdict, looks()));
    }

    [Theory]
    [InlineData(SchemaVerdict.TooNew)]
    [InlineData(SchemaVerdict.Edited)]
    [InlineData(SchemaVerdict.Unreadable)]
    public async Task Wait_WhatWaitingCannotChange_IsSaidAtOnce(SchemaVerdict verdict)
    {
        await using var database = await server.WithAsync([1, 2], verdict switch
        {
            SchemaVerdict.TooNew => Databases.Entry(2, "done", breaking: true),
            SchemaVerdict.Edited => Databases.Entry(1, "done", Build.Sum('b')),
            _ => """DROP TABLE "VersionInfo"; CREATE TABLE "VersionInfo" (id int)""",
        });
        var (watcher, looks) = Watch(database, Build.Needs((1, Build.Sum('a'))));

        var result = await watcher.WaitAsync(Long, _ => Assert.Fail("There is nothing to wait for."),
            TestContext.Current.CancellationToken);

        Assert.Equal((verdict, 1), (result.Verdict, looks()));
    }

    [Fact]
    public async Task Wait_Dirty_LooksTwiceBeforeItIsBelieved()
    {
        await using var database = await server.WithAsync([1], Databases.Entry(2, "begun"));
        var (watcher, looks) = Watch(database, Build.Needs(1));

        var result = await watcher.WaitAsync(TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((SchemaVerdict.Dirty, 2), (result.Verdict, looks()));
    }

    [Fact]
    public async Task Wait_DirtyForAMoment_WasADeployThatJustEnded()
    {
        await using var database = await server.WithAsync([1], Databases.Entry(2, "begun"));
        var looks = 0;
        var watcher = new SchemaWatcher(async _ =>
        {
            if (looks++ == 1)
                await database.ExecuteAsync(Databases.Entry(2, "done"));
            return await database.OpenAsync();
        }, Build.Needs(1), VersionTable.Default);

        var result = await watcher.WaitAsync(TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((SchemaVerdict.UpToDate, 2), (result.Verdict, looks));
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        await using var database = await server.WithAsync([1]);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Watch(database, Build.Needs(2))
            .Watcher.WaitAsync(Long, _ => cancel.Cancel(), cancel.Token));
    }

    private static (SchemaWatcher Watcher, Func<int> Looks) Watch(TestDatabase database, SchemaRequirement requirement)
    {
        var looks = 0;
        return (new(async _ =>
        {
            looks++;
            return await database.OpenAsync();
        }, requirement, VersionTable.Default), () => looks);
    }

    private static async Task<SchemaCheckResult> LookAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        return await new SchemaWatcher(source.OpenConnectionAsync, Build.Needs(1), VersionTable.Default)
            .LookAsync(TestContext.Current.CancellationToken);
    }
}
