namespace Migrator.Tests.FluentRunner.Members;

/// <summary>Columns: each type and each option, wherever a column can be said.</summary>
internal static class ColumnCalls
{
    private const string Descriptions = "descriptions are comments";

    // The type, and a column of the table "every" that can be changed to it.
    private static readonly (string Type, string Column)[] Types =
    [
        ("AsAnsiString()", "words"), ("AsAnsiString(20)", "words"), ("AsAnsiString(\"\\\"C\\\"\")", "words"),
        ("AsAnsiString(20, \"\\\"C\\\"\")", "words"), ("AsBinary()", "bytes"), ("AsBinary(16)", "bytes"), ("AsBoolean()",
        "truth"),
        ("AsByte()", "small"), ("AsCurrency()", "exact"), ("AsDate()", "day"), ("AsDateTime()", "stamp"), ("AsDateTime2()",
        "stamp"),
        ("AsDateTimeOffset()", "zoned"), ("AsDateTimeOffset(3)", "zoned"), ("AsDecimal()", "exact"), ("AsDecimal(10, 2)",
        "exact"),
        ("AsDouble()", "wide"), ("AsGuid()", "guid"), ("AsFixedLengthString(5)", "words"),
        ("AsFixedLengthString(5, \"\\\"C\\\"\")", "words"), ("AsFixedLengthAnsiString(5)", "words"),
        ("AsFixedLengthAnsiString(5, \"\\\"C\\\"\")", "words"), ("AsFloat()", "wide"), ("AsInt16()", "small"), ("AsInt32()",
        "small"),
        ("AsInt64()", "small"), ("AsString()", "words"), ("AsString(20)", "words"), ("AsString(int.MaxValue)", "words"),
        ("AsString(\"\\\"C\\\"\")", "words"), ("AsString(20, \"\\\"C\\\"\")", "words"), ("AsTime()", "clock"), ("AsXml()",
        "document"),
        ("AsXml(100)", "document"), ("AsCustom(\"jsonb\")", "json"),
        ("AsColumnDataType(new FluentMigrator.Model.ColumnDataType { Type = DbType.Int32 })", "small"),
    ];

    private static readonly (string Type, string Default)[] Defaults =
    [
        ("AsGuid()", "NewGuid"), ("AsGuid()", "NewSequentialId"), ("AsDateTime()", "CurrentDateTime"), ("AsDateTime()",
        "CurrentUTCDateTime"),
        ("AsDateTimeOffset()", "CurrentDateTimeOffset"), ("AsString()", "CurrentUser"),
    ];

    // The option, and why it becomes other SQL here.
    private static readonly (string Option, string? Why)[] Options =
    [
        ("Nullable()", null), ("NotNullable()", null), ("PrimaryKey()", null), ("PrimaryKey(\"PK_new\")", null), ("Identity()",
        null),
        ("Identity(PostgresGenerationType.Always)", null), ("Identity(PostgresGenerationType.ByDefault)", null),
        ("Indexed()", null), ("Indexed(\"IX_new\")", null), ("Unique()", null), ("Unique(\"UX_new\")", null),
        ("Computed(\"1 + 1\", true)", null), ("Computed(\"1 + 1\")", null),

        ("WithColumnDescription(\"It's new\")", Descriptions),
        ("WithColumnAdditionalDescription(\"Owner\", \"billing\")", Descriptions),
        ("WithColumnDescription(\"New\").WithColumnAdditionalDescription(\"Owner\", \"billing\")", Descriptions),
        ("WithColumnAdditionalDescriptions(new Dictionary<string, string> { [\"Owner\"] = \"billing\" })", null),
        ("ForeignKey()", null), ("ForeignKey(\"author\", \"id\")", null), ("ForeignKey(\"FK_new\", \"author\", \"id\")", null),
        ("ForeignKey(\"FK_new\", \"app\", \"author\", \"id\")", null),
        ("Unique().ReferencedBy(\"loose\", \"a\")", null), ("Unique().ReferencedBy(\"FK_new\", \"loose\", \"a\")", null),
        ("Unique().ReferencedBy(\"FK_new\", \"app\", \"loose\", \"a\")", null),
        ("ForeignKey(\"author\", \"id\").OnDelete(Rule.Cascade)", null),
        ("ForeignKey(\"author\", \"id\").OnDelete(Rule.SetNull)", null),
        ("ForeignKey(\"author\", \"id\").OnDelete(Rule.SetDefault)", null),
        ("ForeignKey(\"author\", \"id\").OnDelete(Rule.None)", null),
        ("ForeignKey(\"author\", \"id\").OnUpdate(Rule.Cascade)", null),
        ("ForeignKey(\"author\", \"id\").OnDeleteOrUpdate(Rule.Cascade)", null),
        ("WithDefaultValue(5)", null),
    ];

    public static IEnumerable<CallGroup> All =>
    [
        new("Types", [.. Types.Select(type => (Call)$"Create.Table(\"new\").WithColumn(\"c\").{type.Type};")]),
        new("Types of added columns", [.. Types.Select(type => (Call)$"Alter.Table(\"every\").AddColumn(\"c\").{type.Type};"),
            .. Types.Select(type => (Call)$"Create.Column(\"c\").OnTable(\"every\").{type.Type};")]),
        new("Types of altered columns", [.. Types.Select(type =>
            (Call)$"Alter.Column(\"{type.Column}\").OnTable(\"every\").{type.Type};")]),
        new("Options of a new table's columns", [.. Of("Create.Table(\"new\").WithColumn(\"c\").AsInt32()"),
            .. Defaults.Select(of =>
                new Call($"Create.Table(\"new\").WithColumn(\"c\").{of.Type}.WithDefault(SystemMethods.{of.Default});")
            { Refused = of.Type == "AsGuid()" ? "42883" : null })]),
        new("Options of added columns", [.. Of("Alter.Table(\"every\").AddColumn(\"c\").AsInt32()"),
            .. Of("Create.Column(\"c\").OnTable(\"every\").AsInt32()"),
            "Alter.Table(\"every\").AddColumn(\"c\").AsDateTime().WithDefault(SystemMethods.CurrentDateTime);",
            "Create.Column(\"c\").OnTable(\"every\").AsDateTime().WithDefault(SystemMethods.CurrentDateTime);"]),
        new("Options of altered columns", [
            .. Of("Alter.Column(\"fixed\").OnTable(\"firm\").AsInt32()"),
                "Alter.Table(\"every\").AlterColumn(\"small\").AsInt32();",
            "Alter.Column(\"stamp\").OnTable(\"every\").AsDateTime().WithDefault(SystemMethods.CurrentDateTime);",
        ]),
    ];

    private static IEnumerable<Call> Of(string column) =>
        Options.Select(option => new Call($"{column}.{option.Option};")
        {
            Why = option.Option == "Computed(\"1 + 1\")" && column.StartsWith("Alter.Column", StringComparison.Ordinal)
                ? "a column cannot be made a computed one; FluentMigrator leaves that out" : option.Why,
        });
}
