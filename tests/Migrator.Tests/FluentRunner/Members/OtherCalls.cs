namespace Migrator.Tests.FluentRunner.Members;

/// <summary>SQL as it is, databases asked for by name, and labels.</summary>
internal static class OtherCalls
{
    private const string Parameters = """new Dictionary<string, string> { ["n"] = "5" }""";
    private const string Named = "the names of older versions are PostgreSQL's, too";

    private static readonly string[] Masks =
    [
        "MaskedWithFunction(\"anon.f()\")", "MaskedWithFakeFirstName()", "MaskedWithFakeLastName()", "MaskedWithDummyLastName()",
        "MaskedWithFakeEmail()", "MaskedWithPseudoEmail(\"name\")", "MaskedWithFakeCompany()", "MaskedWithFakeCity()",
        "MaskedWithFakeCountry()", "MaskedWithFakeAddress()", "MaskedWithFakePhone()", "MaskedWithFakeIban()",
        "MaskedWithFakeSiret()",
        "MaskedWithFakeSiren()", "MaskedWithRandomString()", "MaskedWithRandomInt()", "MaskedWithRandomInt(1, 5)",
        "MaskedWithRandomDate()",
        "MaskedWithRandomDateBetween(\"2026-01-01\", \"2026-02-01\")", "MaskedWithPartialScrambling(1, '*', 2)",
        "MaskedWithValue(\"'x'\")",
        "Masked()",
    ];

    public static IEnumerable<CallGroup> All =>
    [
        new("SQL",
        [
            "Execute.Sql(\"SELECT '{0}'\");", $"Execute.Sql(\"SELECT $(n)\", {Parameters});",
            "Execute.Sql(\"SELECT 1\", \"why\");",
            $"Execute.Sql(\"SELECT $(n)\", \"why\", {Parameters});",
        ]),
        new("Databases by name",
        [
            "IfDatabase(\"PostgreSQL\").Create.Table(\"new\").WithColumn(\"c\").AsInt32();",
            new Call("IfDatabase(\"Postgres\").Create.Table(\"new\").WithColumn(\"c\").AsInt32();") { Why = Named },
            "IfDatabase(name => name == \"PostgreSQL15_0\").Create.Table(\"new\").WithColumn(\"c\").AsInt32();",
            "IfDatabase(\"SqlServer\").Create.Table(\"new\").WithColumn(\"c\").AsInt32();",
            "IfDatabase(\"PostgreSQL\").Alter.Column(\"price\").OnTable(\"book\").AsInt64();",
            "IfDatabase(\"PostgreSQL\").Delete.Table(\"every\");",
            "IfDatabase(\"PostgreSQL\").Rename.Table(\"book\").To(\"tome\");",
            "IfDatabase(\"PostgreSQL\").Insert.IntoTable(\"author\").Row(new { id = 2 });",
            "IfDatabase(\"PostgreSQL\").Update.Table(\"author\").Set(new { name = \"B\" }).AllRows();",
            "IfDatabase(\"PostgreSQL\").Execute.Sql(\"SELECT 1\");",
            "IfDatabase(\"PostgreSQL\").Delegate(() => Execute.Sql(\"SELECT 1\"));",
        ]),
        new("Security labels",
        [
            Label("Create.SecurityLabel(\"anon\").OnTable(\"book\").WithLabel(\"it's\");"),
            Label("Create.SecurityLabel(\"anon\").OnTable(\"book\").InSchema(\"app\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnColumn(\"title\").OnTable(\"book\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnColumn(\"title\").OnTable(\"book\").InSchema(\"app\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnSchema(\"app\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnRole(\"someone\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnView(\"shelf\").WithLabel(\"x\");"),
            Label("Create.SecurityLabel(\"anon\").OnView(\"shelf\").InSchema(\"app\").WithLabel(label => label.RawLabel(\"x\"));"),
            Label("Delete.SecurityLabel(\"anon\").FromTable(\"book\");"),
            Label("Delete.SecurityLabel(\"anon\").FromTable(\"book\").InSchema(\"app\");"),
            Label("Delete.SecurityLabel(\"anon\").FromColumn(\"title\").OnTable(\"book\");"),
            Label("Delete.SecurityLabel(\"anon\").FromColumn(\"title\").OnTable(\"book\").InSchema(\"app\");"),
            Label("Delete.SecurityLabel(\"anon\").FromSchema(\"app\");"),
            Label("Delete.SecurityLabel(\"anon\").FromRole(\"someone\");"),
            Label("Delete.SecurityLabel(\"anon\").FromView(\"shelf\");"),
            Label("Delete.SecurityLabel(\"anon\").FromView(\"shelf\").InSchema(\"app\");"),
            Label("Delete.SecurityLabel<AnonSecurityLabelBuilder>().FromTable(\"book\");"),
            .. Masks.Select(mask => Label("Create.SecurityLabel<AnonSecurityLabelBuilder>().OnColumn(\"title\").OnTable(\"book\")"
                + $".WithLabel(label => label.{mask});")),
        ]),
    ];

    // A label needs its provider loaded into the server, which no test server has.
    private static Call Label(string code) => new(code) { Refused = "22023" };
}
