using Migrator.Errors;
using Npgsql;

namespace Migrator.Tests.Errors;

public sealed class ServerMessageTests
{
    [Theory]
    [InlineData("22P02", "invalid input syntax for type integer: \"s3cret\"")]
    [InlineData("22P02", "invalid input value for enum mood: \"s3cret\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"one\ns3cret \"quoted\" two\"")]
    [InlineData("22003", "value \"s3cret\" is out of range for type integer")]
    [InlineData("22007", "invalid value \"s3cret\" for \"YYYY\"")]
    [InlineData("22008", "date/time field value out of range: \"s3cret\"")]
    [InlineData("22P02", "malformed array literal: \"s3cret\"")]
    [InlineData("22023", "time zone \"s3cret\" not recognized")]
    public void Of_DataException_HidesTheValue(string state, string text)
    {
        var message = ServerMessage.Of(Error(text, state));

        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
        Assert.Contains("value not shown", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("22012", "division by zero")]
    [InlineData("22001", "value too long for type character varying(3)")]
    [InlineData("23505", "duplicate key value violates unique constraint \"ux_customers_email\"")]
    [InlineData("42P07", "relation \"customers\" already exists")]
    public void Of_MessageWithoutAValue_IsShownWhole(string state, string text) =>
        Assert.Equal(text, ServerMessage.Of(Error(text, state)));

    [Fact]
    public void Of_ClientSideError_AddsItsCause() =>
        Assert.Equal("Exception while reading from stream: reset",
            ServerMessage.Of(new NpgsqlException("Exception while reading from stream.", new IOException("reset"))));

    [Fact]
    public void Of_AnyOtherException_IsItsMessage() =>
        Assert.Equal("boom", ServerMessage.Of(new InvalidOperationException("boom")));

    private static PostgresException Error(string text, string state) => new(text, "ERROR", "ERROR", state);

    [Theory]
    [InlineData("42P01", "relation \"orders\" does not exist", "SELECT FROM orders", "relation \"orders\" does not exist")]
    [InlineData("42P01", "relation \"shop.orders\" does not exist", "SELECT FROM \"shop\".\"orders\"",
        "relation \"shop.orders\" does not exist")]
    [InlineData("42701", "column \"state\" of relation \"orders\" already exists", "ALTER TABLE Orders ADD State text",
        "column \"state\" of relation \"orders\" already exists")]
    [InlineData("42P01", "relation \"jane@example.com\" does not exist", "SELECT email::regclass FROM t",
        "relation (value not shown) does not exist")]
    [InlineData("42601", "syntax error in tsquery: \"a secret\"", "SELECT note::tsquery FROM t",
        "syntax error in tsquery: (value not shown)")]
    [InlineData("42704", "type \"a \"secret\"\" does not exist", "SELECT note::regtype FROM t",
        "type (value not shown) does not exist")]
    [InlineData("3F000", "schema \"a secret\" does not exist", null, "schema (value not shown) does not exist")]
    [InlineData("42601", "syntax error at or near \"secret\"", null, "syntax error at or near (value not shown)")]
    [InlineData("42703", "column \"secret\" does not exist", null, "column (value not shown) does not exist")]
    [InlineData("42P01", "relation \"orders\" does not exist", null, "relation \"orders\" does not exist")]
    [InlineData("42P01", "table \"shop.orders\" does not exist", null, "table \"shop.orders\" does not exist")]
    [InlineData("3F000", "schema \"shop\" does not exist", null, "schema \"shop\" does not exist")]
    [InlineData("42704", "type \"mood\" does not exist", null, "type \"mood\" does not exist")]
    [InlineData("42501", "must be owner of table orders", null, "must be owner of table orders")]
    [InlineData("23505", "duplicate key value violates unique constraint \"ux\"", "INSERT INTO t SELECT 1",
        "duplicate key value violates unique constraint \"ux\"")]
    public void OfMigration_ANameThatTheStatementDoesNotHave_IsNotShown(string sqlState, string message, string? sql,
        string expected) =>
        Assert.Equal(expected, ServerMessage.OfMigration(new PostgresException(message, "ERROR", "ERROR", sqlState), sql));

    [Theory]
    [InlineData("42P01", "relation \"old orders\" does not exist", 15, 0, null, true)]
    [InlineData("42703", "column \"total\" of relation \"orders\" does not exist", 15, 0, null, true)]
    [InlineData("42P01", "relation \"orders\" does not exist", 0, 15, "PL/pgSQL function f() line 3 at SQL statement", true)]
    [InlineData("42P01", "relation \"old orders\" does not exist", 0, 15, "PL/pgSQL function f() line 3 at EXECUTE", false)]
    [InlineData("42703", "column \"smith\" does not exist", 0, 15, "PL/pgSQL function f() line 3 at EXECUTE", false)]
    [InlineData("42601", "syntax error at or near \"smith\"", 15, 0, null, false)]
    public void OfMigration_WhereTheStatementIsNotKnown_ShowsWhatAParserPointsAt(string sqlState, string message, int position,
        int inner, string? where, bool shown)
    {
        var error = new PostgresException(message, "ERROR", "ERROR", sqlState, position: position, internalPosition: inner,
            where: where);

        Assert.Equal(shown, ServerMessage.OfMigration(error, null) == message);
    }
}
