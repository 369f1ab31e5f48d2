using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Migrator.SchemaCheck.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Hosting;

/// <summary>The check in a plain host.</summary>
public sealed class SchemaCheckServiceTests(TestServer server)
{
    private const string Nowhere = "Host=127.0.0.1;Username=app;Database=shop";

    [Fact]
    public async Task Start_UpToDate_StartsTheRest()
    {
        await using var database = await server.WithAsync([1, 2]);
        using var host = On(database, 1, 2);

        await host.StartAsync();

        Assert.True(host.HasStarted);
        Assert.Equal(SchemaVerdict.UpToDate, host.State.Result!.Verdict);
        Assert.Contains("Information: Shop has the schema it needs: 2.", host.Log.Lines);
    }

    [Fact]
    public async Task Start_Behind_StartsNothing()
    {
        await using var database = await server.WithAsync([1]);
        using var host = On(database, 1, 2);

        Assert.Equal("Shop needs schema 2; the database is at 1, 1 missing (M2). No deploy is running. Run: dotnet migrator up "
            + "--target latest", await host.FailsAsync(3));
        Assert.Equal(SchemaVerdict.Behind, host.State.Result!.Verdict);
    }

    [Fact]
    public async Task Start_BehindOfSeveralAssemblies_NamesThatOfEach()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.Wait = TimeSpan.Zero;
            options.Manifest = Build.Parse("""
                {"format": 1, "migrations": [{"version": 1, "name": "One", "assembly": "Billing"},
                  {"version": 2, "name": "Two", "assembly": "Stock"}]}
                """);
        });

        Assert.StartsWith("Shop needs schema 2; the database is at 1, 1 missing (Two (Stock)).", await host.FailsAsync(3),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BehindWhileADeployIsAtWork_SaysSoAndNothingToRun()
    {
        await using var database = await server.WithAsync([1]);
        await using var deploy = await database.DeployAsync();
        using var host = On(database, 1, 2);

        Assert.Equal("Shop needs schema 2; the database is at 1, 1 missing (M2). A deploy is at work: run 7f3a9c on ci-runner-7.",
            await host.FailsAsync(3));
    }

    [Fact]
    public async Task Start_OwnNameAndCommand_AreSaid()
    {
        await using var database = await server.WithAsync([1, 3]);
        using var host = new CheckedHost(options =>
        {
            Configure(options, database, 1, 2).ApplicationName = "Storefront";
            options.DeployCommand = "make migrate";
        });

        Assert.Equal("Storefront needs schema 2; the database is at 3, 1 missing (M2), and it has version 3 that this build "
            + "does not know. No deploy is running. Run: make migrate",
            await host.FailsAsync(9));
    }

    [Fact]
    public async Task Start_Ahead_StartsTheRest_UnlessThatIsNotAccepted()
    {
        await using var database = await server.WithAsync([1, 2]);
        using var accepting = On(database, 1);
        using var strict = new CheckedHost(options => Configure(options, database, 1).AcceptAhead = false);

        await accepting.StartAsync();

        Assert.True(accepting.HasStarted);
        Assert.Equal("Shop has the schema it needs (1), and the database is ahead of it: version 2 not known to this build. It "
            + "does not start on such a database (AcceptAhead).",
            await strict.FailsAsync(9));
    }

    [Fact]
    public async Task Start_Dirty_StartsNothing()
    {
        await using var database = await server.WithAsync([1], Databases.Entry(2, "partial"));
        using var host = On(database, 1, 2);

        Assert.StartsWith("The database is half migrated: M2 began", await host.FailsAsync(7), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ItComesWhileWaited_StartsTheRest()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options => Configure(options, database, 1, 2).Wait = TimeSpan.FromMinutes(2));

        var start = host.StartAsync();
        await UntilAsync(
            () => host.Log.Lines.Any(line => line.StartsWith("Warning: Shop needs schema 2", StringComparison.Ordinal)));
        Assert.False(host.HasStarted);
        await database.ExecuteAsync("INSERT INTO \"VersionInfo\" VALUES (2)");
        await start;

        Assert.True(host.HasStarted);
        Assert.True(host.State.Waited > TimeSpan.Zero);
    }

    [Fact]
    public async Task Start_StoppedWhileItWaits_EndsWithTheCodeOfTheLastLook()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options => Configure(options, database, 1, 2).Wait = TimeSpan.FromMinutes(2));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var failure = host.FailsAsync(3, stop.Token);
        await UntilAsync(() => host.State.Result is not null);
        await stop.CancelAsync();

        Assert.Equal("Shop needs schema 2; the database is at 1, 1 missing (M2). Stopped while waiting for it.", await failure);
    }

    [Fact]
    public async Task Start_StoppedBeforeTheFirstAnswer_IsUnreachable()
    {
        // Listens, and never answers.
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1);
            options.ConnectionString =
                $"Host=127.0.0.1;Port={((System.Net.IPEndPoint)silent.LocalEndpoint).Port};Username=app;Database=shop";
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var failure = host.FailsAsync(8, stop.Token);
        using var asked = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.Equal("Shop cannot reach its database: it has not answered yet. Stopped while waiting for it.", await failure);
    }

    [Fact]
    public async Task Start_TheRegisteredDataSource_IsUsed()
    {
        await using var database = await server.WithAsync([1]);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1),
            builder => builder.Services.AddSingleton(source));

        await host.StartAsync();

        // An endpoint that tells the schema of this moment looks again.
        await database.ExecuteAsync("INSERT INTO \"VersionInfo\" VALUES (2)");
        Assert.Equal(SchemaVerdict.Ahead,
            (await host.Host.Services.GetRequiredService<SchemaWatcher>().LookAsync(TestContext.Current.CancellationToken))
                .Verdict);
        Assert.Equal(SchemaVerdict.UpToDate, host.State.Result!.Verdict);
    }

    [Fact]
    public async Task Start_BehindForAWhile_LogsOneWarningAndOneFailure_AndNoneOfItsSql()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1, 2);
            options.Wait = TimeSpan.FromSeconds(3);
        }, builder => builder.Services.AddSingleton(Logging(database.ConnectionString)));

        var failure = await host.FailsAsync(3);

        Assert.Equal(
            [
                "Warning: Shop needs schema 2; the database is at 1, 1 missing (M2). No deploy is running. Waiting up to 3 s; then "
                    + "this process stops. Run: dotnet migrator up --target latest",
                $"Error: Hosting failed to start\n{failure}",
            ],
            host.Log.Lines);
    }

    [Fact]
    public async Task Start_AnUpToDateSchema_LogsNoneOfItsSql()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1),
            builder => builder.Services.AddSingleton(Logging(database.ConnectionString)));

        await host.StartAsync();

        Assert.Equal("Information: Shop has the schema it needs: 1.", host.Log.Lines.First());
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("execution", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ADataSourceThatGetsItsPasswordElsewhere_IsAskedQuietly()
    {
        await using var database = await server.WithAsync([1]);
        var connection = new NpgsqlConnectionStringBuilder(await database.CreateRoleAsync("reader"));
        await database.ExecuteAsync($"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO {connection.Username}");
        var password = connection.Password!;
        connection.Password = null;
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1),
            builder => builder.Services.AddSingleton(Logging(connection.ConnectionString,
                source => source.UsePasswordProvider(_ => password, (_, _) => ValueTask.FromResult(password)))));

        await host.StartAsync();

        Assert.Equal("Information: Shop has the schema it needs: 1.", host.Log.Lines.First());
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("execution", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ADataSourceThatTakesARole_IsAskedItself_WhereTheLoginMayNotRead()
    {
        await using var database = await server.WithAsync([1]);
        var login = await database.CreateRoleAsync("login");
        await database.CreateRoleAsync("reader");
        var reader = database.Name + "_reader";
        await database.ExecuteAsync($"GRANT {reader} TO {database.Name}_login; ALTER ROLE {database.Name}_login NOINHERIT; "
            + $"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO {reader}");
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1),
            builder => builder.Services.AddSingleton(Logging(login, source => source.UsePhysicalConnectionInitializer(
                connection => SetRole(connection).ExecuteNonQuery(), connection => SetRole(connection).ExecuteNonQueryAsync()))));

        await host.StartAsync();

        Assert.True(host.HasStarted);

        NpgsqlCommand SetRole(NpgsqlConnection connection) => new($"SET ROLE {reader}", connection);
    }

    [Fact]
    public async Task Start_NoDatabase_SaysHowToGiveOne()
    {
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1));

        Assert.Equal("The schema cannot be checked: there is no database: register an NpgsqlDataSource, or set "
            + "SchemaCheckOptions.ConnectionString.", await host.FailsAsync(2));
        Assert.Null(host.State.Result);
    }

    [Fact]
    public async Task Start_NoManifest_SaysHowToEmbedOne()
    {
        using var host = new CheckedHost(options => options.ConnectionString = Nowhere);

        Assert.Equal("The schema cannot be checked: Migrator.SchemaCheck.Tests embeds no migrations.manifest.json. "
            + "Add <MigrationManifest Include=\"../Migrations/migrations.manifest.json\" /> to its project.",
                await host.FailsAsync(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_TheManifestOfTheApplication_IsFoundAlsoUnderATestRunner(bool named)
    {
        await using var database = await server.WithAsync([1]);
        // An assembly of each case's own: the process keeps it.
        var path = CompiledMigrations.ToFile($"public class Shop{named} {{ }}", new Dictionary<string, string>
        {
            [SchemaManifest.FileName] =
                """{"format": 1, "migrations": [{"version": 1, "name": "One"}, {"version": 2, "name": "Two"}]}""",
        });
        var application = Assembly.LoadFrom(path);
        using var host = new CheckedHost(
            options =>
            {
                options.ConnectionString = database.ConnectionString;
                options.Wait = TimeSpan.Zero;
                options.ManifestAssembly = named ? application : null;
            },
            builder => builder.Environment.ApplicationName = application.GetName().Name!);

        Assert.Contains("1 missing (Two)", await host.FailsAsync(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TheTablesNameInOptionOrManifest_IsUsed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(
            "CREATE SCHEMA app; CREATE TABLE app.versions (v bigint); INSERT INTO app.versions VALUES (1)");
        var table = new VersionTable { Schema = "public", Name = "versions", VersionColumn = "v" };
        using var host = new CheckedHost(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.Manifest = Build.Manifest(1) with { VersionTable = table };
            options.VersionTableSchema = "app";
        });

        await host.StartAsync();

        Assert.True(host.HasStarted);
    }

    [Fact]
    public async Task Start_Tags_DecideWhatIsNeeded()
    {
        await using var database = await server.WithAsync([1]);
        var manifest = new SchemaManifest([new(1, "Everywhere"), new(2, "InTheEu") { AnyTags = ["eu"] }]);
        using var elsewhere = new CheckedHost(options => Configure(options, database).Manifest = manifest);
        using var here = new CheckedHost(options =>
        {
            Configure(options, database).Manifest = manifest;
            options.Tags.Add("eu");
        });

        await elsewhere.StartAsync();

        Assert.Contains("1 missing (InTheEu)", await here.FailsAsync(3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hots=s3cret",
        "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a keyword that is not known")]
    [InlineData("Password=a;s3cret=b", "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a keyword that")]
    [InlineData("Password=a;s3cret", "The schema cannot be checked: SchemaCheckOptions.ConnectionString cannot be read.")]
    [InlineData("s3cret=", "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a keyword that is not known")]
    [InlineData("Host=db;Port=s3cret",
        "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a value of \"port\"")]
    [InlineData("Host=db;Port=99999",
        "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a port that is none")]
    [InlineData("Host=u:s3cret@db", "The schema cannot be checked: SchemaCheckOptions.ConnectionString has a host that is none")]
    [InlineData("Username=app;Password=s3cret",
        "The schema cannot be checked: SchemaCheckOptions.ConnectionString names no host.")]
    [InlineData(" ", "The schema cannot be checked: ConnectionString is empty.")]
    public async Task Start_AConnectionThatIsNone_IsRefused(string connection, string message)
    {
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1);
            options.ConnectionString = connection;
        });

        var failure = await host.FailsAsync(2);

        Assert.StartsWith(message, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "names no host. ConnectionStrings:Shop is empty: set ConnectionStrings__Shop.")]
    [InlineData(null, "names no host. There is no connection string in the configuration: set ConnectionStrings__NAME.")]
    [InlineData("Username=app;Password=s3cret",
        "names no host. ConnectionStrings:Shop names no host: set ConnectionStrings__Shop.")]
    [InlineData("Password=a;s3cret=b", "has a keyword that is not known (not shown: a value with a semicolon must stand in "
        + "quotes). ConnectionStrings:Shop cannot be read: set ConnectionStrings__Shop.")]
    public async Task Start_TheRegisteredDataSourceHasNoConnection_NamesTheSetting(string? connection, string message)
    {
        using var host = new CheckedHost(options => options.Manifest = Build.Manifest(1), builder =>
        {
            if (connection is not null)
                builder.Configuration["ConnectionStrings:Shop"] = connection;
            builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration["ConnectionStrings:Shop"] ?? ""));
        });

        Assert.Equal($"The schema cannot be checked: the registered NpgsqlDataSource {message}", await host.FailsAsync(2));
    }

    [Fact]
    public async Task Start_ASilentServer_IsWaitedForNoLongerThanWait()
    {
        using var silent = new SilentServer();
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1);
            options.ConnectionString = $"{Nowhere};Port={silent.Port}";
            options.Wait = TimeSpan.FromSeconds(1);
        });
        var start = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.Equal("Shop cannot reach its database: no answer in time.", await host.FailsAsync(8));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("SSL Mode=Require", "the server offers no TLS")]
    [InlineData("Password=", "the server asks for a password")]
    [InlineData("Password=;Passfile=/no/such/file", "Passfile names a file that is not there")]
    [InlineData("Search Path='a \" s3cret'", "does not accept a setting of the connection")]
    [InlineData("Username='u Password=s3cret'", "does not look like a name and is not shown")]
    public async Task Start_WhatNoWaitCanMend_IsToldAtOnce(string change, string why)
    {
        using var host = new CheckedHost(options =>
        {
            options.Manifest = Build.Manifest(1);
            options.ConnectionString = $"{server.AdminConnectionString};{change}";
            options.Wait = TimeSpan.FromMinutes(5);
        });

        var failure = await host.FailsAsync(2);

        Assert.Contains(why, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_AnyBrokenConnection_LogsNoPartOfThePassword(bool registered)
    {
        var at = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
        var broken = new BrokenConnections(registered ? 4 : 5) { Host = at.Host!, Port = at.Port };
        List<string> leaks = [];
        for (var i = 0; i < 100; i++)
        {
            var connection = broken.Next();
            using var host = new CheckedHost(options =>
            {
                options.Manifest = Build.Manifest(1);
                options.ConnectionString = registered ? null : connection;
                options.Wait = TimeSpan.Zero;
            }, builder =>
            {
                if (registered)
                    builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
            });
            var failure = await Record.ExceptionAsync(() => host.StartAsync());

            Assert.IsType<SchemaCheckFailedException>(failure);
            var told = string.Join('\n', [.. host.Log.Lines, failure.Message, $"{failure.InnerException}",
                host.State.Result?.Sentence ?? ""]);
            if (BrokenConnections.FindIn(told) is { } piece)
                leaks.Add($"{piece}: {connection}\n  {told}");
        }

        Assert.True(leaks.Count == 0, $"{leaks.Count}:\n{string.Join('\n', leaks.Take(10))}");
    }

    [Fact]
    public async Task Start_OptionsThatCannotBeMeant_AreRefused()
    {
        using var host = new CheckedHost(options =>
        {
            options.Wait = TimeSpan.FromSeconds(-1);
            options.VersionTableName = "a b";
        });

        Assert.Equal("The schema cannot be checked: Wait is -00:00:01: it must be between zero and a day.; VersionTableName is "
            + "\"a b\": it must be a plain identifier.",
            await host.FailsAsync(2));
    }

    [Fact]
    public async Task Start_ServicesThatStartAtTheSameTime_AreNotStartedEither()
    {
        await using var database = await server.WithAsync([1]);
        using var host = new CheckedHost(options => Configure(options, database, 1, 2),
            builder => builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true));

        await host.FailsAsync(3);
    }

    [Fact]
    public void Add_Twice_ChecksOnce()
    {
        var services = new ServiceCollection();

        services.AddSchemaCheck();
        services.AddSchemaCheck(options => options.AcceptAhead = false);

        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void Find_OfWhatNobodyCaught_IsTheCheckAmongOthers()
    {
        var failure = new SchemaCheckFailedException(new(Build.Needs(1), SchemaVerdict.Dirty, Build.NoDifference), "x");

        Assert.Same(failure, StopProcess.Find(failure));
        Assert.Same(failure,
            StopProcess.Find(new AggregateException(new InvalidOperationException(), new AggregateException(failure))));
        Assert.Null(StopProcess.Find(new InvalidOperationException()));
        Assert.Null(StopProcess.Find(null));
    }

    private static CheckedHost On(TestDatabase database, params long[] versions) =>
        new(options => Configure(options, database, versions));

    private static SchemaCheckOptions Configure(SchemaCheckOptions options, TestDatabase database, params long[] versions)
    {
        options.ConnectionString = database.ConnectionString;
        options.Manifest = Build.Manifest(versions);
        options.Wait = TimeSpan.Zero;
        return options;
    }

    // As AddNpgsqlDataSource registers it: it logs where the host does.
    private static Func<IServiceProvider, NpgsqlDataSource> Logging(string connection,
        Action<NpgsqlDataSourceBuilder>? more = null) => services =>
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
        more?.Invoke(builder);
        return builder.Build();
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
