namespace Migrator.Tests.FluentRunner.Members;

/// <summary>Indexes, with each method and option.</summary>
internal static class IndexCalls
{
    private const string OnTitle = "Create.Index(\"IX_new\").OnTable(\"book\").OnColumn(\"title\").Ascending()";
    private const string WithOptions = OnTitle + ".WithOptions()";
    private const string Unique = "Create.Index(\"IX_new\").OnTable(\"book\").OnColumn(\"title\")";

    public static IEnumerable<CallGroup> All =>
    [
        new("Indexes",
        [
            "Create.Index().OnTable(\"book\").OnColumn(\"price\").Ascending();",
            "Create.Index(\"IX_new\").OnTable(\"book\").InSchema(\"app\").OnColumn(\"title\").Descending().OnColumn(\"price\").Ascending();",
            Unique + ".Unique();", WithOptions + ".Unique();", WithOptions + ".NonClustered();", WithOptions + ".Clustered();",
            OnTitle + ".NullsFirst();", OnTitle + ".NullsLast();", OnTitle + ".Nulls(NullSort.First);", OnTitle
            + ".Nulls(NullSort.Last);",
            OnTitle + ".Include(\"price\");", OnTitle + ".Include(\"price\").Include(\"code\");", WithOptions
            + ".Include(\"price\");",
            WithOptions + ".Filter(\"price > 5\");", WithOptions + ".Fillfactor(70);",
            new Call(WithOptions + ".AsConcurrently();") { Undo = "DROP INDEX \"IX_new\"" },
            new Call(WithOptions + ".AsConcurrently(true);") { Undo = "DROP INDEX \"IX_new\"" }, WithOptions
            + ".AsConcurrently(false);",
            "Create.Index(\"IX_new\").OnTable(\"parted\").OnColumn(\"id\").Ascending().WithOptions().AsOnly();",
            WithOptions + ".AsOnly(false);",
            "Create.Index(\"IX_new\").OnTable(\"parted\").OnColumn(\"id\").Ascending().WithOptions().AsOnly(true);",
            WithOptions + ".Tablespace(\"pg_default\");",
            new Call(Unique + ".Unique().NullsNotDistinct();") { Since = 15 }, Unique + ".Unique().NullsDistinct();",
            Unique + ".Unique().NullsDistinct(true);",
            new Call(OnTitle + ".NullsNotDistinct().WithOptions().Unique();") { Since = 15 },
            OnTitle + ".NullsDistinct().WithOptions().Unique();",
            new Call(WithOptions + ".UniqueNullsNotDistinct();") { Since = 15 }, WithOptions + ".UniqueNullsDistinct();",
        ]),
        new("Index methods",
        [
            WithOptions + ".UsingBTree();", WithOptions + ".UsingBTree().Fillfactor(70);", WithOptions
            + ".Using(Algorithm.BTree).Fillfactor(70);",
            WithOptions + ".UsingBTree().VacuumCleanupIndexScaleFactor(0.5f);",
            WithOptions + ".UsingHash();", WithOptions + ".UsingHash().Fillfactor(70);", WithOptions + ".Using(Algorithm.Hash);",
            On("span", "UsingGist()"), On("span", "UsingGist().Fillfactor(70)"), On("span",
            "UsingGist().Buffering(GistBuffering.Auto)"),
            On("span", "UsingGist().Buffering(GistBuffering.On)"), On("span", "UsingGist().Buffering(GistBuffering.Off)"),
            On("span", "Using(Algorithm.Gist)"),
            On("span", "UsingSpgist()"), On("span", "UsingSpgist().Fillfactor(70)"), On("span", "Using(Algorithm.Spgist)"),
            On("tags", "UsingGin()"), On("tags", "UsingGin().FastUpdate()"), On("tags", "UsingGin().FastUpdate(false)"),
            On("tags", "UsingGin().DisableFastUpdate()"), On("tags", "UsingGin().PendingListLimit(128)"), On("tags",
            "Using(Algorithm.Gin)"),
            new Call(On("tags", "UsingGin().Fillfactor(70)")) { Refused = "22023" },
            On("price", "UsingBrin()"), On("price", "UsingBrin().PagesPerRange(64)"), On("price", "UsingBrin().Autosummarize()"),
            On("price", "UsingBrin().Autosummarize(false)"), On("price", "UsingBrin().DisableAutosummarize()"), On("price",
            "Using(Algorithm.Brin)"),
            new Call(On("price", "UsingBrin().Fillfactor(70)")) { Refused = "22023" },
            "Create.Index(\"IX_new\").OnTable(\"book\").OnColumn(\"title\").Descending().WithOptions().UsingHash();",
        ]),
        new("Dropped indexes",
        [
            "Delete.Index(\"IX_book_title\").OnTable(\"book\");",
            "Delete.Index(\"IX_book_title\").OnTable(\"book\").InSchema(\"app\");",
            "Delete.Index().OnTable(\"book\").OnColumn(\"title\");", "Delete.Index().OnTable(\"book\").OnColumns(\"title\");",
            "Delete.Index(\"IX_book_title\").OnTable(\"book\").WithOptions();", "Delete.Index(\"IX_book_title\").WithOptions();",
            "Delete.Index(\"IX_book_title\").OnTable(\"book\").InSchema(\"app\").WithOptions();",
        ]),
    ];

    private static string On(string column, string options) =>
        $"Create.Index(\"IX_new\").OnTable(\"book\").OnColumn(\"{column}\").Ascending().WithOptions().{options};";
}
