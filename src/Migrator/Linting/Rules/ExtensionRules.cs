using Migrator.Sql;
using Migrator.Sql.Reading;
using static Migrator.LintSeverity;

namespace Migrator.Linting.Rules;

/// <summary>Rules about what PostgreSQL does not have by itself.</summary>
internal static class ExtensionRules
{
    public static IReadOnlyList<CheckedRule> All { get; } =
    [
        new(new("missing-extension", Warning,
            "it fails where the extension is not created, as on a new server or in a test",
            "`CREATE EXTENSION IF NOT EXISTS` in an earlier migration; for a random UUID `gen_random_uuid()`, which PostgreSQL "
            + "has itself"))
        {
            OfStatement = (statement, state) => Used(statement)
                .Select(one => (one.Name, one.Shown, Extension: KnownExtensions.Having(one.Name)))
                .Where(one => one.Extension is not null && !state.Known.Names.Has(one.Extension)
                    && !state.Known.Names.Has(one.Name))
                .Select(one => $"{one.Shown} is of the extension {one.Extension}, which no migration creates").FirstOrDefault(),
        },
    ];

    // Functions that are called, the types of columns, the operator classes and methods of indexes.
    private static IEnumerable<(string Name, string Shown)> Used(SqlStatement statement)
    {
        var cursor = statement.Cursor();
        if (cursor.IsOneOf("create", "alter", "select", "insert", "update", "delete", "with", "merge"))
        {
            foreach (var function in FunctionCalls.Of(cursor).Where(name => !name.Contains('.', StringComparison.Ordinal)))
                yield return (function, $"{function}()");
        }

        foreach (var change in StatementReader.Read(statement))
        {
            string?[] types = [.. change.Columns.Select(column => column.Type), change.Column?.Type, change.NewType];
            foreach (var type in types)
            {
                if (type is not null)
                    yield return (BaseOf(type), $"the type {type}");
            }
        }

        if (!cursor.Accept("create", "unique", "index") && !cursor.Accept("create", "index"))
            yield break;
        for (; !cursor.AtEnd; cursor.Step())
        {
            if (cursor.Accept("using") && cursor.Copy().TakeName() is { } method)
                yield return (method, $"the index method {method}");
            if (cursor.Text.EndsWith("_ops", StringComparison.OrdinalIgnoreCase) && cursor.Copy().TakeName() is { } operators)
                yield return (operators, $"the operator class {operators}");
        }
    }

    private static string BaseOf(string type) => type.Split('(', '[', ' ')[0].Split('.')[^1];
}
