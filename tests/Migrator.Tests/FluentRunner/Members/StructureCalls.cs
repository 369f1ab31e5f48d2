namespace Migrator.Tests.FluentRunner.Members;

/// <summary>Schemas, tables, columns, constraints and sequences: made, changed, renamed and dropped.</summary>
internal static class StructureCalls
{
    private const string Descriptions = "descriptions are comments";

    public static IEnumerable<CallGroup> All =>
    [
        new("Schemas and tables",
        [
            "Create.Schema(\"new\");", "Delete.Schema(\"empty\");",
            "Create.Table(\"new\").InSchema(\"app\").WithColumn(\"c\").AsInt32().WithColumn(\"d\").AsInt32();",
            new Call("Create.Table(\"new\").WithDescription(\"It's new\").InSchema(\"app\").WithColumn(\"c\").AsInt32();") { Why = Descriptions },
            "Create.Table(\"new\").WithColumn(\"a\").AsInt32().PrimaryKey(\"PK_new\").WithColumn(\"b\").AsInt32().PrimaryKey(\"PK_new\");",
            "Create.Table(\"Mixed \\\"Case\\\"\").WithColumn(\"Some {Column}\").AsInt32().Indexed();",
            new Call("Alter.Table(\"book\").WithDescription(\"It's a book\").AddColumn(\"c\").AsInt32().Nullable();") { Why = Descriptions },
            "Alter.Table(\"book\").InSchema(\"app\").AddColumn(\"c\").AsInt32().Nullable();",
            "Alter.Table(\"book\").ToSchema(\"empty\");", "Alter.Table(\"book\").InSchema(\"app\").ToSchema(\"empty\");",
            "Delete.Table(\"every\");", "Delete.Table(\"every\").InSchema(\"app\");", "Delete.Table(\"none\").IfExists();",
            new Call("Delete.Table(\"every\").IfExists().InSchema(\"app\");") { Why = "the table of that schema is dropped, not that of public" },
            "Rename.Table(\"book\").To(\"tome\");", "Rename.Table(\"book\").InSchema(\"app\").To(\"tome\");",
            "Rename.Table(\"book\").To(\"tome\").InSchema(\"app\");",
            new Call("Rename.Table(\"book\").InSchema(\"app\").To(\"tome\").InSchema(\"other\");") { Refused = "3F000" },
        ]),
        new("Columns",
        [
            "Create.Column(\"c\").OnTable(\"book\").InSchema(\"app\").AsInt32().Nullable();",
            "Create.Column(\"c\").OnTable(\"book\").AsInt32().SetExistingRowsTo(5).NotNullable();",
            "Alter.Table(\"book\").AddColumn(\"c\").AsInt32().NotNullable().SetExistingRowsTo(5);",
            "Alter.Table(\"book\").AlterColumn(\"price\").AsInt64().SetExistingRowsTo(5);",
            "Alter.Column(\"price\").OnTable(\"book\").InSchema(\"app\").AsInt64().NotNullable();",
            "Alter.Column(\"price\").OnTable(\"book\").AsInt64();",
            "Alter.Column(\"ident\").OnTable(\"book\").AsInt64().SetIdentity(PostgresGenerationType.ByDefault);",
            "Alter.Column(\"fixed\").OnTable(\"firm\").AsInt32().NotNullable().AddIdentity(PostgresGenerationType.Always);",
            "Alter.Column(\"ident\").OnTable(\"book\").AsInt64().DropIdentity(true);",
            "Alter.Column(\"ident\").OnTable(\"book\").AsInt64().DropIdentity(false);",
            "Rename.Column(\"title\").OnTable(\"book\").To(\"name\");",
            "Rename.Column(\"title\").OnTable(\"book\").InSchema(\"app\").To(\"name\");",
            "Delete.Column(\"title\").FromTable(\"book\");",
            "Delete.Column(\"title\").Column(\"price\").FromTable(\"book\").InSchema(\"app\");",
            "Delete.DefaultConstraint().OnTable(\"book\").OnColumn(\"price\");",
            "Delete.DefaultConstraint().OnTable(\"book\").InSchema(\"app\").OnColumn(\"price\");",
        ]),
        new("Constraints",
        [
            "Create.PrimaryKey().OnTable(\"loose\").Column(\"a\");",
            "Create.PrimaryKey(\"PK_new\").OnTable(\"loose\").WithSchema(\"app\").Columns(\"a\", \"b\");",
            "Create.UniqueConstraint().OnTable(\"loose\").Column(\"a\");",
            "Create.UniqueConstraint(\"UC_new\").OnTable(\"loose\").WithSchema(\"app\").Columns(\"a\", \"b\");",
            "Delete.PrimaryKey(\"PK_pair\").FromTable(\"pair\");",
            "Delete.PrimaryKey(\"PK_pair\").FromTable(\"pair\").InSchema(\"app\");",
            "Delete.UniqueConstraint(\"UC_book_code\").FromTable(\"book\");",
            "Delete.UniqueConstraint().FromTable(\"book\").Column(\"code\");",
            "Delete.UniqueConstraint().FromTable(\"book\").InSchema(\"app\").Columns(\"code\");",
        ]),
        new("Foreign keys",
        [
            "Create.ForeignKey().FromTable(\"loose\").ForeignColumn(\"a\").ToTable(\"author\").PrimaryColumn(\"id\");",
            "Create.ForeignKey(\"FK_new\").FromTable(\"loose\").InSchema(\"app\").ForeignColumns(\"a\")"
                + ".ToTable(\"author\").InSchema(\"app\").PrimaryColumns(\"id\");",
            "Create.ForeignKey(\"FK_new\").FromTable(\"loose\").ForeignColumns(\"a\", \"b\").ToTable(\"pair\").PrimaryColumns(\"a\", \"b\");",
            .. ((string[])["None", "Cascade", "SetNull", "SetDefault"]).Select(rule => (Call)("Create.ForeignKey(\"FK_new\")"
                + $".FromTable(\"loose\").ForeignColumn(\"a\").ToTable(\"author\").PrimaryColumn(\"id\").OnDelete(Rule.{rule});")),
            "Create.ForeignKey(\"FK_new\").FromTable(\"loose\").ForeignColumn(\"a\").ToTable(\"author\").PrimaryColumn(\"id\")"
                + ".OnUpdate(Rule.Cascade);",
            "Create.ForeignKey(\"FK_new\").FromTable(\"loose\").ForeignColumn(\"a\").ToTable(\"author\").PrimaryColumn(\"id\")"
                + ".OnDeleteOrUpdate(Rule.Cascade);",
            "Delete.ForeignKey(\"FK_book_author_id_author_id\").OnTable(\"book\");",
            "Delete.ForeignKey(\"FK_book_author_id_author_id\").OnTable(\"book\").InSchema(\"app\");",
            "Delete.ForeignKey().FromTable(\"book\").ForeignColumn(\"author_id\").ToTable(\"author\").PrimaryColumn(\"id\");",
            "Delete.ForeignKey().FromTable(\"book\").InSchema(\"app\").ForeignColumns(\"author_id\").ToTable(\"author\").PrimaryColumns(\"id\");",
        ]),
        new("Sequences",
        [
            "Create.Sequence(\"new\");",
            "Create.Sequence(\"new\").InSchema(\"app\").IncrementBy(-2).MinValue(-100).MaxValue(-1).StartWith(-1).Cache(10).Cycle();",
            new Call("Create.Sequence(\"new\").Cache(1);") { Why = "a cache of one is PostgreSQL's own; FluentMigrator makes no sequence at all" },
            "Delete.Sequence(\"tickets\");", "Delete.Sequence(\"tickets\").InSchema(\"app\");",
        ]),
    ];
}
