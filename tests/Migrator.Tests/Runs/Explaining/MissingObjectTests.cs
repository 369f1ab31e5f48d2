using Migrator.Runs.Explaining;
using Npgsql;

namespace Migrator.Tests.Runs.Explaining;

public sealed class MissingObjectTests
{
    [Theory]
    [InlineData("42P01", "relation \"orders\" does not exist", "Relation relation orders")]
    [InlineData("42P01", "relation \"public.orders\" does not exist", "Relation relation orders")]
    [InlineData("42P01", "relation \"shop.orders\" does not exist", "Relation relation shop.orders")]
    [InlineData("42P01", "table \"orders\" does not exist", "Relation table orders")]
    [InlineData("42P01", "Relation »orders« existiert nicht", "Relation table orders")]
    [InlineData("42P01", "la relation « orders » n'existe pas", "Relation table orders")]
    [InlineData("42703", "column \"total\" of relation \"orders\" does not exist", "Column column total of orders")]
    [InlineData("42703", "column \"total\" does not exist", "Column column total")]
    [InlineData("42703", "column o.total does not exist", "Column column total")]
    [InlineData("42703", "column \"total\" named in key does not exist", "Column column total")]
    [InlineData("42704", "type \"citext\" does not exist", "Type type citext")]
    [InlineData("42704", "type \"citext[]\" does not exist", "Type type citext")]
    [InlineData("42704", "role \"reader\" does not exist", "Other role reader")]
    [InlineData("42704", "operator class \"gin_trgm_ops\" does not exist for access method \"gin\"",
        "Other operator class gin_trgm_ops")]
    [InlineData("42704", "constraint \"ck\" of relation \"orders\" does not exist", "Other constraint ck")]
    [InlineData("42883", "function uuid_generate_v4() does not exist", "Routine function uuid_generate_v4")]
    [InlineData("42883", "function ours.\"Total\"(integer, text) does not exist", "Routine function ours.Total")]
    [InlineData("42883", "procedure rebuild() does not exist", "Routine procedure rebuild")]
    [InlineData("42883", "Funktion uuid_generate_v4() existiert nicht", "Routine function uuid_generate_v4")]
    [InlineData("42883", "operator does not exist: text % unknown", "Routine operator %")]
    [InlineData("3F000", "schema \"shop\" does not exist", "Schema schema shop")]
    [InlineData("23505", "duplicate key value violates unique constraint \"ux\"", "")]
    public void Of_Message_NamesWhatIsMissing(string state, string message, string expected)
    {
        var missing = MissingObject.Of(new PostgresException(message, "ERROR", "ERROR", state));

        Assert.Equal(expected, missing is null ? ""
            : $"{missing.Class} {missing.What} {missing.Name}{(missing.Table is { } table ? $" of {table}" : "")}");
    }
}
