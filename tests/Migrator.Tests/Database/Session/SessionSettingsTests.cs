using Migrator.Database.Session;

namespace Migrator.Tests.Database.Session;

public sealed class SessionSettingsTests
{
    [Theory]
    [InlineData(13, false, false)]
    [InlineData(14, true, false)]
    [InlineData(15, true, false)]
    [InlineData(17, true, true)]
    public void ApplySql_NamesOnlyWhatTheServerKnows(int major, bool sinceFourteen, bool sinceSeventeen)
    {
        var sql = Settings(new(major, 0)).ApplySql;

        Assert.Equal(sinceFourteen, sql.Contains("client_connection_check_interval", StringComparison.Ordinal));
        Assert.Equal(sinceFourteen, sql.Contains("idle_session_timeout", StringComparison.Ordinal));
        Assert.Equal(sinceSeventeen, sql.Contains("transaction_timeout", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "SET lock_timeout = 0")]
    [InlineData(1500, "SET lock_timeout = 1500")]
    [InlineData(300_000, "SET lock_timeout = 300000")]
    public void LockTimeoutSql_IsInMilliseconds(int milliseconds, string expected) =>
        Assert.Equal(expected,
            Settings(new(15, 0), options => options with { LockTimeout = TimeSpan.FromMilliseconds(milliseconds) })
                .LockTimeoutSql);

    [Fact]
    public void ApplySql_PutsTheSchemaFirst() =>
        Assert.Contains("\"tenant-1\", public", Settings(new(15, 0), options => options with { Schema = "tenant-1" }).ApplySql,
            StringComparison.Ordinal);

    [Fact]
    public void ApplySql_QuotesItsValues() =>
        Assert.Contains("'migrator 7f3a9c it''s-a-host'", Settings(new(15, 0)).ApplySql, StringComparison.Ordinal);

    private static SessionSettings Settings(Version server, Func<DatabaseOptions, DatabaseOptions>? with = null)
    {
        var options = new DatabaseOptions { Connection = DatabaseOptions.Fixed("") };
        return new(with is null ? options : with(options), server, "migrator 7f3a9c it's-a-host");
    }
}
