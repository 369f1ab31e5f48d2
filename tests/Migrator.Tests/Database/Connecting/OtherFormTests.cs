using Migrator.Database.Connecting;

namespace Migrator.Tests.Database.Connecting;

/// <summary>Connections as other programs write them are told by name, with how to write them here.</summary>
public sealed class OtherFormTests
{
    [Theory]
    [InlineData("host=db port=5432 user=m password=s3cret-w0rd dbname=shop",
        "Write Npgsql's, with semicolons: Host=...;Port=...;Username=...;Password=...;Database=.... Or a URL")]
    [InlineData("host=db\nport=5432\ndbname=shop\nsslmode=require", "Host=...;Port=...;Database=...;SSL Mode=....")]
    [InlineData("host = db dbname = shop password = 's3cret-w0rd; x'", "Host=...;Database=...;Password=....")]
    [InlineData("host=db dbname=shop keepalives=1", "Host=...;Database=....")]
    [InlineData("host=db dbname=shop pasword=s3cret-w0rd", "it is written in libpq's keywords")]
    [InlineData("host=db dbname=shop password=s3cret w0rd", "it is written in libpq's keywords")]
    [InlineData("password=s3cret-w0rd host=db dbname=shop", "it is written in libpq's keywords")]
    [InlineData("dbname=shop", "it is written in libpq's keywords")]
    [InlineData("host=db dbname=shop service=prod", "service files are not read")]
    [InlineData("service=prod", "service files are not read")]
    [InlineData("postgres:///shop?service=prod", "service files are not read")]
    [InlineData("postgres://db/shop?keepalives=1", "\"keepalives\", which is not known here")]
    [InlineData("postgres://db/shop?schema=public", "\"schema\", which is not known here")]
    [InlineData("host=db;dbname=shop;user=u", "is \"Database\" meant?")]
    [InlineData("Data Source=db;Initial Catalog=shop", "is \"Host\" meant?")]
    [InlineData("jdbc:postgresql://db:5432/shop?user=u&password=s3cret-w0rd", "is a JDBC URL")]
    [InlineData("r2dbc:postgresql://db:5432/shop", "is a JDBC URL")]
    [InlineData("postgresql+asyncpg://u:s3cret-w0rd@db/shop", "must begin with postgres:// or postgresql://")]
    [InlineData("psql -h db shop", "a command for psql")]
    public void Parse_OfAnotherKind_IsToldByName(string connection, string why)
    {
        var message = Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse(connection, _ => null)).Message;

        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ServiceThatIsNotRead_IsSaid() => Assert.Contains("service files are not read",
        Assert.Throws<ConfigurationException>(() => ConnectionSettings.Parse("Database=shop",
            name => name == "PGSERVICE" ? "prod" : null)).Message, StringComparison.Ordinal);
}
