using Migrator.TestSupport.Tool;

namespace Migrator.Tests.FluentRunner.Members;

/// <summary>docs/fluentmigrator-sql.md: what each call becomes.</summary>
internal static class SqlPage
{
    private const string Head = """
        # What each call of FluentMigrator becomes

        Every public member of FluentMigrator and FluentMigrator.Extensions.Postgres 8.0.1 that a migration can call, with the SQL
        that FluentMigrator's own runner sends (`AddPostgres15_0`) and what is sent here. A test asks both, applies each call to a
        server, and fails where a member is in no call; it writes this page, too. What is different is in bold, with the reason, and
        after `lint:` stands what is lost on PostgreSQL. [from-fluentmigrator.md](from-fluentmigrator.md) has the differences
        together. To write the page anew, after an update of FluentMigrator:
        `UPDATE_GOLDEN=1 dotnet test --project tests/Migrator.Tests --filter-class '*.MemberTests'`.


        """;

    public static string Path { get; } = Repository.PathOf("docs", "fluentmigrator-sql.md");

    public static string Text() => Head + string.Join('\n', Renderings.All.Groups.Select(group =>
        $"## {group.Title}\n\n| C# | SQL |\n|---|---|\n" + string.Concat(group.Calls.Select(call =>
            $"| {Code(call.Code)} | {Becomes(call, Renderings.All.Of(call))} |\n"))));

    private static string Becomes(Call call, Rendering rendering) => string.Join("<br>",
    [
        .. rendering.IsSame ? [Sent(rendering.Ours)]
            : (string[])[$"FluentMigrator: {Sent(rendering.Theirs)}", $"**here: {Sent(rendering.Ours)}** ({call.Why})"],
        .. rendering.Losses.Select(loss => $"lint: {OneLine(loss)}"),
        .. call.Refused is { } state
            && rendering.Ours.Refused is null ? [$"the server of the test refuses it ({state})"] : (string[])[],
    ]);

    private static string Sent(Sql sql) => sql.Refused is { } reason ? $"refused: {OneLine(reason)}"
        : sql.Statements.Count == 0 ? "nothing" : string.Join(' ', sql.Statements.Select(Code));

    private static string Code(string text)
    {
        text = OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        return text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\r', '\n'],
        StringSplitOptions.RemoveEmptyEntries));
}
