namespace Migrator.Tests.FluentRunner.Members;

/// <summary>Rows, and each type of value in them.</summary>
internal static class DataCalls
{
    private const string Parts = "its parts are all written";
    private const string Quoted = "it is quoted";
    private const string Bytes = "bytes, whatever holds them";
    private const string Formless = "it has no form in SQL, and FluentMigrator writes the name of its type";
    private const string Array = "an array, not the name of its type";

    // Column of the table "every", value, and why it is written otherwise here.
    private static readonly (string Column, string Value, string? Why)[] Values =
    [
        ("words", "\"it's \\\\ {0}\"", null), ("words", "(string)null", null), ("words", "DBNull.Value", null), ("words", "'x'",
        null),
        ("words", "'\\''", "the quote is doubled"), ("words", "new NonUnicodeString(\"it's\")", null), ("words",
        "DayOfWeek.Monday", null),
        ("words", "SystemMethods.CurrentUser", null), ("words", "RawSql.Insert(\"upper('a')\")", null),
        ("words", "new Uri(\"https://example.org/?a='\")", Quoted),
        ("truth", "true", null), ("truth", "(bool?)false", null),
        ("small", "(byte)255", null), ("small", "(sbyte)-5", null), ("small", "(short)-5", null), ("small", "(ushort)5", null),
        ("big", "-5", null), ("big", "(int?)null", null), ("big", "5u", null), ("big", "long.MinValue", null), ("exact",
        "ulong.MaxValue", null),
        ("exact", "1.50m", null), ("exact", "decimal.MaxValue", null), ("exact", "decimal.MinValue", null),
        ("exact", "System.Numerics.BigInteger.Pow(10, 30)", null), ("exact", "(Int128)5", null),
        ("wide", "1.1f", null), ("wide", "0.1", null), ("wide", "double.MaxValue", null), ("wide", "1e-300", null), ("wide",
        "(Half)1.5", null),
        ("wide", "-0.0", "its sign is kept"), ("wide", "-0.0f", "its sign is kept"), ("wide", "double.NaN", Quoted), ("wide",
        "float.NegativeInfinity", Quoted),
        ("wide", "Half.NaN", Quoted),
        ("guid", "new Guid(\"11111111-2222-3333-4444-555555555555\")", null),
        ("guid", "SystemMethods.NewGuid", null), ("guid", "SystemMethods.NewSequentialId", null),
        ("bytes", "new byte[] { 1, 255 }", null), ("bytes", "new byte[0]", null),
        ("bytes", "new List<byte> { 1, 255 }", Bytes), ("bytes", "new ArraySegment<byte>(new byte[] { 1, 255 })", Bytes),
        ("bytes", "new ReadOnlyMemory<byte>(new byte[] { 1, 255 })", Bytes),
        ("stamp", "new DateTime(2026, 1, 2, 3, 4, 5)", null), ("stamp", "new DateTime(2026, 1, 2, 3, 4, 5, 6)", Parts),
        ("stamp", "SystemMethods.CurrentUTCDateTime", null), ("stamp", "SystemMethods.CurrentDateTime", null),
        ("zoned", "new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)", null), ("zoned",
        "new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local)", null),
        ("zoned", "SystemMethods.CurrentDateTimeOffset", null),
        ("zoned", "new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-2))", null),
        ("zoned", "new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(-2))", Parts),
        ("day", "new DateOnly(2026, 1, 2)", Quoted), ("clock", "new TimeOnly(3, 4, 5, 6)", Parts), ("clock",
        "new TimeSpan(3, 4, 5)", null),
        ("lasting", "new TimeSpan(1, 2, 3, 4)", "a day is a day, not a day and the hour's share of one"), ("lasting",
        "TimeSpan.FromMinutes(-1)", null),
        ("json", "System.Text.Json.JsonDocument.Parse(\"{}\")", "its text, not its type's name"),
        ("json", "System.Text.Json.Nodes.JsonNode.Parse(\"{}\")", Quoted),
        ("address", "System.Net.IPAddress.Loopback", Quoted),
        ("address", "System.Net.IPNetwork.Parse(\"10.0.0.0/8\")", Quoted),
        ("numbers", "new[] { 1, -2 }", Array), ("numbers", "new List<int?> { 1, null }", Array), ("numbers", "new int[0]", Array),
        ("numbers", "new[,] { { 1, 2 }, { 3, 4 } }", Array), ("tags", "new[] { \"a,b\", \"it's\" }", Array),
        ("words", "new Dictionary<string, int>()", Formless),
        ("words", "new object[] { new object() }", Formless),
    ];

    public static IEnumerable<CallGroup> All =>
    [
        new("Values",
        [
            .. Values.Select(value => new Call($"Insert.IntoTable(\"every\").Row(new {{ {value.Column} = {value.Value} }});")
            {
                Why = value.Why,
                Refused = value.Value.Contains("SystemMethods.New", StringComparison.Ordinal) ? "42883" : null,
            }),
        ]),
        new("Rows",
        [
            "Insert.IntoTable(\"author\").InSchema(\"app\").Row(new { id = 2, name = \"A\" }).Row(new { id = 3, name = (string)null });",
            "Insert.IntoTable(\"author\").Row(new Dictionary<string, object> { [\"id\"] = 2 });",
            "Insert.IntoTable(\"author\").Rows(new { id = 2 }, new { id = 3 });",
            "Insert.IntoTable(\"author\").Rows(new Dictionary<string, object> { [\"id\"] = 2 }, new Dictionary<string, object> { [\"id\"] = 3 });",
            "Insert.IntoTable(\"book\").Row(new { id = 2, ident = 7 }).WithOverridingSystemValue();",
            "Insert.IntoTable(\"book\").Row(new { id = 2, ident = 7 }).WithOverridingUserValue();",
            "Update.Table(\"author\").Set(new { name = \"B\" }).Where(new { id = 1 });",
            "Update.Table(\"author\").InSchema(\"app\").Set(new Dictionary<string, object> { [\"name\"] = null })"
                + ".Where(new Dictionary<string, object> { [\"id\"] = 1, [\"name\"] = null });",
            "Update.Table(\"author\").Set(new { name = RawSql.Insert(\"name || '!'\") }).AllRows();",
            "Update.Table(\"author\").Set(new { name = \"B\" }).Where(new { id = RawSql.Insert(\"IN (1, 2)\") });",
            "Update.Table(\"author\").Set(new { name = \"B\" }).Where(new { id = RawSql.Insert(\"(SELECT 1)\") });",
            "Delete.FromTable(\"book\").Row(new { id = 1, title = (string)null }).Row(new { id = 2 });",
            "Delete.FromTable(\"book\").InSchema(\"app\").AllRows();", "Delete.FromTable(\"book\").IsNull(\"title\");",
            "Delete.FromTable(\"book\");", "Insert.IntoTable(\"book\");",
        ]),
    ];
}
