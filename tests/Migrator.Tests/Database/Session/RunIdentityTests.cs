using System.Text;
using Migrator.SchemaCheck;

namespace Migrator.Tests.Database.Session;

public sealed class RunIdentityTests
{
    [Theory]
    [InlineData("ci-runner-7", "migrator 7f3a9c ci-runner-7")]
    [InlineData("my host", "migrator 7f3a9c my?host")]
    [InlineData("größe", "migrator 7f3a9c gr??e")]
    [InlineData("tab\tnul\0", "migrator 7f3a9c tab?nul?")]
    public void ApplicationName_IsPrintableAscii(string host, string expected) =>
        Assert.Equal(expected, new RunIdentity("7f3a9c", host).ApplicationName);

    [Theory]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(300)]
    public void ApplicationName_LongHost_FitsIntoTheServersSixtyThreeBytes(int length)
    {
        var name = new RunIdentity("7f3a9c", new string('ü', length)).ApplicationName;

        Assert.Equal(Math.Min(16 + length, 63), Encoding.UTF8.GetByteCount(name));
    }

    [Fact]
    public void TryRead_OwnName_RoundTrips()
    {
        var run = RunIdentity.Create();

        Assert.True(RunName.TryRead(run.ApplicationName, out var id, out var host));
        Assert.Equal(run.Id, id);
        Assert.StartsWith(host, run.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_GivesSixHexadecimalDigits_AnewEachTime()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(_ => RunIdentity.Create().Id)];

        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{6}$", id));
        Assert.True(ids.Distinct().Count() > 15);
    }

    [Theory]
    [InlineData("migrator 7f3a9c ci-7", "deploy", "10.0.0.7", "run 7f3a9c on ci-7 as deploy (pid 42, from 10.0.0.7, since "
        + "12:30:00 UTC)")]
    [InlineData("psql", "bo", null, "\"psql\" as bo (pid 42, since 12:30:00 UTC)")]
    public void LockHolder_ToString_NamesTheRunOrTheApplication(string application, string user, string? address,
        string expected) =>
        Assert.Equal(expected,
            new LockHolder(42, application, user, address, new DateTimeOffset(2025, 1, 1, 12, 30, 0, TimeSpan.Zero)).ToString());

    [Fact]
    public void LockHolder_ToString_WhatTheServerHides_IsLeftOut() =>
        Assert.Equal("run 7f3a9c on ci-7 (pid 42)", new LockHolder(42, "migrator 7f3a9c ci-7", null, null, null).ToString());
}
