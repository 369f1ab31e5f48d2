using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Scripting;

/// <summary>What a script writes into the version table and the journal: the rows that a run would write.</summary>
internal sealed class ScriptRecords(ScriptContext context)
{
    private const int LongestDescription = 1024;

    // The client's machine, as the server sees it.
    private const string Host = "coalesce(host(inet_client_addr()), 'localhost')";

    private readonly string _journal = context.Table.QuotedJournalName;

    /// <summary>Whether a migration is still to be done.</summary>
    public string IsToDo(RenderedStep step) =>
        $"{(context.IsUp ? "NOT " : "")}EXISTS (SELECT FROM {context.Table.QuotedName} WHERE {context.VersionColumn} = "
            + $"{step.Migration.Version})";

    public string Version(RenderedStep step) => context.IsUp
        ? $"""
            INSERT INTO {context.Table.QuotedName} ({context.VersionColumn}, {Identifier.Quote(context.Table.AppliedOnColumn)}, {Identifier.Quote(context.Table.DescriptionColumn)})
              VALUES ({step.Migration.Version}, now() AT TIME ZONE 'UTC', {Description(step.Description)});
            """
        : $"DELETE FROM {context.Table.QuotedName} WHERE {context.VersionColumn} = {step.Migration.Version};";

    /// <summary>The entry of a migration that ends in this transaction.</summary>
    public string Done(RenderedStep step) =>
        $"""
        INSERT INTO {_journal} (run, version, name, direction, state, transactional, breaking, started_at, ended_at, duration_ms, tool_version, host, build, checksum, generator)
          VALUES ({Who(step)}, '{JournalRules.Done}', {What(step)}, now(), clock_timestamp(), {Milliseconds("now()")}, {Tool}, {SqlLiteral.Of(step.Checksum)}, {SqlLiteral.Of(context.Generator)});
        """;

    /// <summary>The entry of a migration that begins outside a transaction; psql keeps its id.</summary>
    public string Begun(RenderedStep step) =>
        $"""
        INSERT INTO {_journal} (run, version, name, direction, state, transactional, breaking, started_at, statements_done, tool_version, host, build, checksum, generator)
          VALUES ({Who(step)}, '{JournalRules.Begun}', {What(step)}, clock_timestamp(), 0, {Tool}, {SqlLiteral.Of(step.Checksum)}, {SqlLiteral.Of(context.Generator)}) RETURNING id AS migrator_entry \gset
        """;

    public string StatementBegins(int number, string hash) =>
        $"UPDATE {_journal} SET statement = {number}, begun_hash = '{hash}' WHERE id = :migrator_entry;";

    public string StatementDone(int done, string hash) =>
        $"UPDATE {_journal} SET statements_done = {done}, done_hash = '{hash}', begun_hash = NULL WHERE id = :migrator_entry;";

    /// <summary>The end of an entry that was begun.</summary>
    public string Ends() =>
        $"UPDATE {_journal} SET state = '{JournalRules.Done}', ended_at = clock_timestamp(), duration_ms = "
            + $"{Milliseconds("started_at")}, statement = NULL WHERE id = :migrator_entry;";

    private string Tool => $"{SqlLiteral.Of(context.ToolVersion)}, {Host}, {SqlLiteral.Of(context.Build)}";

    private string Who(RenderedStep step) =>
        $"'{context.Run}', {step.Migration.Version}, {SqlLiteral.Of(step.Migration.Name)}, "
            + $"'{(context.IsUp ? JournalRules.Up : JournalRules.Down)}'";

    private static string What(RenderedStep step) =>
        $"{SqlLiteral.Of(step.Migration.Transactional)}, {SqlLiteral.Of(step.Migration.Breaking)}";

    private static string Milliseconds(string since) => $"(extract(epoch FROM clock_timestamp() - {since}) * 1000)::bigint";

    private static string Description(string text) =>
        text.Length > LongestDescription ? $"left({SqlLiteral.Of(text)}, {LongestDescription})" : SqlLiteral.Of(text);
}
