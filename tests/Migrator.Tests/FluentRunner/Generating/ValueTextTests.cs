using System.Dynamic;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using FluentMigrator;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;
using Migrator.FluentRunner.Generating;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Tests.FluentRunner.Generating;

/// <summary>A value that a migration names arrives in the row as it is; the server tells.</summary>
public sealed class ValueTextTests(TestServer server)
{
    private static readonly ExactQuoter Ours = new(new PostgresOptions());
    private static readonly PostgresQuoter Theirs = new(new PostgresOptions());

    private const string Head = "| value | FluentMigrator 8.0.1 | here |\n|---|---|---|\n";

    /// <summary>The C#, its value, a column's type, and what the column then has.</summary>
    public static TheoryData<string, object, string, string> Values => new()
    {
        { "new TimeSpan(1, 2, 3, 4, 5)", new TimeSpan(1, 2, 3, 4, 5), "interval", "1 day 02:03:04.005" },
        { "-new TimeSpan(1, 2, 3, 4)", -new TimeSpan(1, 2, 3, 4), "interval", "-1 days -02:03:04" },
        { "new TimeSpan(23, 59, 59)", new TimeSpan(23, 59, 59), "time", "23:59:59" },
        { "-new TimeSpan(0, 0, 1)", -new TimeSpan(0, 0, 1), "interval", "-00:00:01" },
        { "TimeSpan.MaxValue", TimeSpan.MaxValue, "interval", "10675199 days 02:48:05.47758" },
        { "new DateTime(2026, 1, 2, 3, 4, 5, 6)", new DateTime(2026, 1, 2, 3, 4, 5, 6), "timestamp", "2026-01-02 03:04:05.006" },
        { "DateTime.MaxValue", DateTime.MaxValue, "timestamp", "9999-12-31 23:59:59.999999" },
        { "DateTime.MinValue", DateTime.MinValue, "timestamp", "0001-01-01 00:00:00" },
        {
            "new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2))",
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)), "timestamptz", "2026-01-02 01:04:05.678+00"
        },
        { "new DateOnly(2026, 1, 2)", new DateOnly(2026, 1, 2), "date", "2026-01-02" },
        { "new TimeOnly(3, 4, 5, 6)", new TimeOnly(3, 4, 5, 6), "time", "03:04:05.006" },
        { "double.NaN", double.NaN, "float8", "NaN" },
        { "double.NegativeInfinity", double.NegativeInfinity, "float8", "-Infinity" },
        { "float.PositiveInfinity", float.PositiveInfinity, "float4", "Infinity" },
        { "Half.NaN", Half.NaN, "float8", "NaN" },
        { "-0.0", -0.0, "float8", "-0" },
        { "'\\''", '\'', "char(1)", "'" },
        { "-5L", -5L, "bigint", "-5" },
        { "(short)-5", (short)-5, "smallint", "-5" },
        { "new[] { 1, -2 }", (int[])[1, -2], "int[]", "{1,-2}" },
        { "new string[0]", Array.Empty<string>(), "text[]", "{}" },
        {
            """new[] { "a,b", "it's \"c\"", "\\", "NULL", "", null }""", (string?[])["a,b", "it's \"c\"", "\\", "NULL", "", null],
            "text[]", """{"a,b","it's \"c\"","\\","NULL","",NULL}"""
        },
        { "new List<double> { 1.5, double.NaN }", new List<double> { 1.5, double.NaN }, "float8[]", "{1.5,NaN}" },
        { "new[] { new[] { 1, 2 }, new[] { 3, 4 } }", (int[][])[[1, 2], [3, 4]], "int[]", "{{1,2},{3,4}}" },
        { "new[,] { { 1, 2 }, { 3, 4 } }", new[,] { { 1, 2 }, { 3, 4 } }, "int[]", "{{1,2},{3,4}}" },
        { "new[] { true, false }", (bool[])[true, false], "bool[]", "{t,f}" },
        { "new[] { new byte[] { 1, 255 } }", new[] { new byte[] { 1, 255 } }, "bytea[]", """{"\\x01ff"}""" },
        {
            "new[] { new DateTime(2026, 1, 2, 3, 4, 5, 6) }", new[] { new DateTime(2026, 1, 2, 3, 4, 5, 6) }, "timestamp[]",
            """{"2026-01-02 03:04:05.006"}"""
        },
        { "new[] { new TimeSpan(1, 2, 3, 4) }", new[] { new TimeSpan(1, 2, 3, 4) }, "interval[]", """{"1 day 02:03:04"}""" },
        {
            "JsonDocument.Parse(\"{\\\"a\\\": [1]}\")", JsonDocument.Parse("{\"a\": [1]}"), "jsonb", """{"a": [1]}"""
        },
        {
            "JsonNode.Parse(\"{\\\"a\\\": \\\"b\\\"}\")[\"a\"]", JsonNode.Parse("{\"a\": \"b\"}")!["a"]!, "jsonb", "\"b\""
        },
        { "new List<byte> { 1, 255 }", new List<byte> { 1, 255 }, "bytea", "\\x01ff" },
        { "new ArraySegment<byte>([1, 255])", new ArraySegment<byte>([1, 255]), "bytea", "\\x01ff" },
        { "new ReadOnlyMemory<byte>([1, 255])", new ReadOnlyMemory<byte>([1, 255]), "bytea", "\\x01ff" },
        { "IPNetwork.Parse(\"10.0.0.0/8\")", IPNetwork.Parse("10.0.0.0/8"), "cidr", "10.0.0.0/8" },
        { "IPAddress.Loopback", IPAddress.Loopback, "inet", "127.0.0.1/32" },
        { "new byte[] { 1, 255 }", new byte[] { 1, 255 }, "bytea", "\\x01ff" },
        { "new NonUnicodeString(\"it's\")", new NonUnicodeString("it's"), "text", "it's" },
        { "DayOfWeek.Monday", DayOfWeek.Monday, "text", "Monday" },
        { "RawSql.Insert(\"1 + 1\")", RawSql.Insert("1 + 1"), "int", "2" },
        { "1.50m", 1.50m, "numeric", "1.50" },
        { "BigInteger.Pow(10, 20)", BigInteger.Pow(10, 20), "numeric", "100000000000000000000" },
        { "ulong.MaxValue", ulong.MaxValue, "numeric", "18446744073709551615" },
        { "DBNull.Value", DBNull.Value, "int", "null" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task Value_IsInTheRowAsItIs(string code, object value, string type, string expected)
    {
        _ = code;
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync($"SET TimeZone = 'UTC'; CREATE TABLE t (v {type}); INSERT INTO t VALUES "
            + $"({Ours.QuoteValue(value)})");

        Assert.Equal(expected,
            await database.ScalarAsync<string>("SET TimeZone = 'UTC'; SELECT coalesce(v::text, 'null') FROM t"));
    }

    [Fact]
    public void Table_InTheDocs_IsWhatBothWrite()
    {
        var rows = Values.Select(row => row.Data)
            .Select(row => (Code: row.Item1, Theirs: Theirs.QuoteValue(row.Item2), Ours: Ours.QuoteValue(row.Item2)))
            .Where(row => row.Theirs != row.Ours)
            .Select(row => $"| {Code(row.Code)} | {Code(row.Theirs)} | {Code(row.Ours)} |\n");

        var path = Repository.PathOf("docs", "from-fluentmigrator.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var table = string.Concat(rows);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, page = page[..start] + table + page[end..]);

        Assert.Contains(Head + table + "\n", page, StringComparison.Ordinal);
    }

    // What was applied before has the same checksum still.
    [Theory]
    [InlineData("text", "it's")]
    [InlineData("int", 5)]
    [InlineData("double", 1.5)]
    [InlineData("bool", true)]
    public void Value_ThatFluentMigratorWritesRight_IsWrittenAlike(string of, object value)
    {
        _ = of;
        Assert.Equal(Theirs.QuoteValue(value), Ours.QuoteValue(value));
    }

    [Fact]
    public void Times_WithoutFractions_AreWrittenAlike()
    {
        object[] values =
        [
            new DateTime(2026, 1, 2, 3, 4, 5), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)),
            new TimeSpan(2, 3, 4), 'x', 7L, 1.5f, Guid.Empty, DBNull.Value, new byte[] { 1 }, SystemMethods.CurrentUser,
        ];

        Assert.Equal(values.Select(Theirs.QuoteValue), values.Select(Ours.QuoteValue));
    }

    [Fact]
    public void Numbers_AreTheSameInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE") { NumberFormat = { NegativeSign = "\u2212" } };

            Assert.Equal("-5", Ours.QuoteValue(-5L));
            Assert.Equal("'{-5}'", Ours.QuoteValue(new[] { -5L }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<object, string> Formless => new()
    {
        { new Dictionary<string, int>(), "Dictionary" },
        { new object[] { new Dictionary<string, int>() }, "Dictionary" },
        { new ExpandoObject(), "ExpandoObject" },
        { new[] { new object() }, "System.Object" },
        { new[] { RawSql.Insert("now()") }, "RawSql" },
        { new[] { SystemMethods.NewGuid }, "SystemMethods" },
        { new[] { new KeyValuePair<string, int>("a", 1) }, "KeyValuePair" },
        { new XmlDocument(), "XmlDocument" },
        { new object(), "System.Object" },
    };

    [Theory]
    [MemberData(nameof(Formless), DisableDiscoveryEnumeration = true)]
    public void Value_OfATypeWithoutAText_IsAnError(object value, string type)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Ours.QuoteValue(value));

        Assert.Contains(type, exception.Message, StringComparison.Ordinal);
        Assert.Contains("RawSql.Insert", exception.Message, StringComparison.Ordinal);
    }

    // As markdown has it, in one line.
    private static string Code(string text)
    {
        text = string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";
    }
}
