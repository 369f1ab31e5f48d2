using Migrator.TestSupport;

namespace Migrator.Tests.Shadow.Snapshot;

/// <summary>What only newer servers have, in a snapshot. On an older one the statement is refused, and nothing is asked.</summary>
public sealed class ServerSnapshotTests(TestServer server)
{
    private const string Schema = """
        CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, c int NOT NULL, d int, e int CHECK (e > 0));
        CREATE TABLE w (id int4range, d daterange); CREATE DOMAIN dom AS int NOT NULL;
        """;

    [Theory]
    [InlineData(18, "ALTER TABLE t ALTER c DROP NOT NULL; ALTER TABLE t ADD CONSTRAINT t_c_not_null NOT NULL c NOT VALID",
        "different column t.c")]
    [InlineData(18, "ALTER TABLE t ADD CONSTRAINT n NOT NULL d", "different column t.d")]
    [InlineData(18, "ALTER TABLE t RENAME CONSTRAINT t_c_not_null TO must", "different column t.c")]
    [InlineData(18, "ALTER TABLE t ALTER CONSTRAINT t_c_not_null NO INHERIT", "different column t.c")]
    [InlineData(18, "ALTER TABLE t DROP CONSTRAINT t_c_not_null", "different column t.c")]
    [InlineData(18, "COMMENT ON CONSTRAINT t_c_not_null ON t IS 'there since the first release'", "different column t.c")]
    // As after an upgrade from an older server, or in a table that was copied.
    [InlineData(18, "ALTER TABLE t RENAME CONSTRAINT t_c_not_null TO before_c_not_null1")]
    [InlineData(18, "ALTER TABLE t DROP CONSTRAINT t_e_check, ADD CONSTRAINT t_e_check CHECK (e > 0) NOT ENFORCED",
        "different constraint t_e_check on t")]
    [InlineData(18, "ALTER TABLE t ADD v int GENERATED ALWAYS AS (c * 2) VIRTUAL", "unexpected column t.v")]
    [InlineData(18, "ALTER TABLE w ADD CONSTRAINT k UNIQUE (id, d WITHOUT OVERLAPS)", "unexpected constraint k on w")]
    [InlineData(18, "CREATE TABLE q (id int4range, d daterange, PRIMARY KEY (id, d WITHOUT OVERLAPS)); "
        + "ALTER TABLE w ADD CONSTRAINT f FOREIGN KEY (id, PERIOD d) REFERENCES q (id, PERIOD d); DROP TABLE q CASCADE")]
    [InlineData(17, "ALTER TABLE t ALTER id SET STATISTICS DEFAULT")]
    [InlineData(17, "ALTER DOMAIN dom DROP CONSTRAINT dom_not_null; ALTER DOMAIN dom ADD CONSTRAINT must NOT NULL", "different type dom")]
    public async Task Change_IsTold(int since, string change, params string[] told)
    {
        if (await server.MajorAsync(TestContext.Current.CancellationToken) < since)
            told = ["refused"];
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(Schema);

        Assert.Equal(told.Order(), (await ChangeAsync(database, change)).Order());
    }

    private static async Task<IEnumerable<string>> ChangeAsync(TestDatabase database, string change)
    {
        try
        {
            return await database.ChangeAsync(change);
        }
        catch (Npgsql.PostgresException)
        {
            return ["refused"];
        }
    }
}
