using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about the text itself.</summary>
internal static class TextRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        new(new("identifier-too-long", Warning,
            "PostgreSQL cuts it at 63 bytes and says so only in a notice: two long names may become one",
            "a shorter name"))
        {
            OfStatement = (statement, _) => statement.LongNames().FirstOrDefault() is { } name ? $"the name {name}" : null,
        },

        new(new("newer-than-server", Error,
            "it fails, since no server knows what came after it",
            "what that server has; or a newer server first, and then `--server-version`"))
        {
            OfStatement = (statement, state) => state.Server is { } server
                && NewerSyntax.Missing(statement, state.Changes, server) is { } missing
                ? $"{missing.Name} came with PostgreSQL {missing.Since}, and the server is {server}" : null,
        },

        // Found in what a migration is, not in a statement of it.
        new(new("invalid", Error,
            "it can never run: `up` refuses it, and applies nothing of the whole run",
            "each expression to its end (`OnTable(...)`, a type for each column), each script embedded, and no psql commands")),

        new(new("sends-nothing", Warning,
            "it is recorded as applied, and changes nothing",
            "`IfDatabase(\"PostgreSQL\")` or another of FluentMigrator's names for it; or no such migration")),

        // Found in the calls of FluentMigrator, of which the SQL no longer tells. Each has a severity of its own.
        new(new("silent-loss", Error,
            "FluentMigrator makes that of it for PostgreSQL, without a word",
            "the form that the finding names, or SQL; where it is meant so, waive the rule")),

        new(new("opaque", Warning,
            "what it does, its text does not tell",
            "look at it by hand or try it on a copy, and waive the rule with what was seen; or write it as plain SQL"))
        {
            OfChange = (change, _) => change.Kind switch
            {
                ChangeKind.Opaque => $"not known: {change.Name}",
                ChangeKind.Unknown => $"not known: the linter cannot read {change.Name}",
                _ => null,
            },
        },
    ];
}
