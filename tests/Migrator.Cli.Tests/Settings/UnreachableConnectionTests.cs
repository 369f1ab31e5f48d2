using System.Diagnostics;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Settings;

/// <summary>What no wait can mend ends the tool at once, and what is waited for no later than it was told.</summary>
public sealed class UnreachableConnectionTests(TestServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("SSL Mode=Require", null, null, "the server offers no TLS")]
    [InlineData("Port=99999", null, null, "a port that is none: ports go from 1 to 65535")]
    [InlineData("Password=", "PGPASSFILE", "/no/such/file", "PGPASSFILE names a file that is not there")]
    [InlineData("Password=", "PGPASSFILE", "/tmp", "PGPASSFILE names a folder")]
    [InlineData("Password=", null, null, "the server asks for a password, and there is none")]
    [InlineData("Password=wr0ng-horse", null, null, "(28P01)")]
    [InlineData("Timeout=5", "PGOPTIONS", "-c no_such=1", "PGOPTIONS")]
    [InlineData("Timeout=5", "PGREQUIREAUTH", "no_such", "a PG variable, does not fit")]
    [InlineData("Database=not_there", null, null, "database \"not_there\" does not exist")]
    public async Task WhatNoWaitCanMend_IsUsageAtOnce(string change, string? variable, string? value, string why)
    {
        var start = new ToolStart("status", "--assembly", Samples.Two, "--connect-wait", "10m")
        { Longest = TimeSpan.FromMinutes(1) }
            .With("MIGRATOR_CONNECTION", $"{server.AdminConnectionString};{change}");

        var run = await (variable is null ? start : start.With(variable, value!)).RunAsync();

        run.Exits(ExitCode.Usage).Complains(why);
        Assert.DoesNotContain("(Parameter", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("up")]
    [InlineData("wait")]
    public async Task SilentHost_IsWaitedForNoLongerThanSaid(string verb)
    {
        using var silent = new SilentServer();
        var start = Stopwatch.GetTimestamp();

        var run = await new ToolStart(verb, "--assembly", Samples.Two, verb == "wait" ? "--timeout" : "--connect-wait", "1s",
            "--connection", $"Host=127.0.0.1;Port={silent.Port};Username=x;Database=x;Timeout=60").RunAsync();

        run.Exits(ExitCode.Unreachable).Complains("no answer in time");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), Soon);
    }

    // A container's runAsUser is mostly a number without a line in /etc/passwd.
    [Fact]
    public async Task UserWithoutAName_IsToldToGiveOne()
    {
        string[] nameless = OperatingSystem.IsLinux() ? ["unshare", "--user", "--map-user=12345"]
            : ["sudo", "-n", "-u", "#12345"];
        var at = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
        var start = new ToolStart("status", "--assembly", Samples.Two, "--connect-wait", "10m", "--connection",
            $"Host={at.Host};Port={at.Port};Database=postgres")
        { Longest = TimeSpan.FromMinutes(1), Wrapper = nameless };

        var run = await start.RunAsync();

        run.Exits(ExitCode.Usage).Complains("no user is named, and this process's own has no name. Give Username=... or PGUSER");
    }
}
