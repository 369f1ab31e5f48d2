using System.Reflection;
using Migrator.Errors;
using Npgsql;

namespace Migrator.Tests.Errors;

public sealed class ThrownTextTests
{
    [Fact]
    public void Of_TellsTypeMessageAndCauses() =>
        Assert.Equal("InvalidOperationException: seeding failed. Caused by: FormatException: no number",
            Of(new InvalidOperationException("seeding failed", new FormatException("no number"))));

    [Fact]
    public void Of_WhatOnlyCarriesAnother_IsLeftOut() =>
        Assert.Equal("FormatException: one. Caused by: TimeoutException: two",
            Of(new TargetInvocationException(new AggregateException(new FormatException("one"), new TimeoutException("two")))));

    [Fact]
    public void Of_AnErrorOfTheServers_HasNoType() =>
        Assert.Equal("InvalidOperationException: seeding failed. Caused by: division by zero",
            Of(new InvalidOperationException("seeding failed",
                new PostgresException("division by zero", "ERROR", "ERROR", "22012"))));

    [Fact]
    public void Of_WhatRepeatsItsCause_IsToldOnce() =>
        Assert.Equal("FormatException: FormatException: no number",
            Of(new FormatException("FormatException: no number", new FormatException("no number"))));

    private static string Of(Exception exception) => ThrownText.Of(exception, one => ServerMessage.OfMigration(one, null));
}
