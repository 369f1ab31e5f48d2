using Migrator.Sql;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>
/// A text of somebody else's as Npgsql has to be given it. It cuts a text at its semicolons, also at those within the body of a
/// function in SQL (BEGIN ATOMIC ... END): a text with such a body is cut here, and each of its statements sent as it is.
/// </summary>
internal static class SqlCommands
{
    /// <summary>Whether a text has such a body.</summary>
    public static bool HaveBody(string sql) => sql.Contains("atomic", StringComparison.OrdinalIgnoreCase)
        && SqlStatement.Split(sql).Any(HasBody);

    /// <summary>The text's statements, where it has such a body; else the text as it is, which must then be a single
    /// one.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> Of(string sql) => HaveBody(sql)
        ? [.. SqlStatement.Split(sql).Select(Uncut)] : [new NpgsqlBatchCommand(sql)];

    // Brackets are known to Npgsql.
    private static bool HasBody(SqlStatement statement)
    {
        var depth = 0;
        foreach (var token in statement.Tokens)
        {
            if (token.Kind != SqlTokenKind.Symbol)
                continue;
            if (depth == 0 && statement.Sql[token.Start] == ';')
                return true;
            depth += statement.Sql[token.Start] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return false;
    }

    // With a parameter by its place Npgsql leaves the text alone. Nothing refers to it, and the server does not mind.
    private static NpgsqlBatchCommand Uncut(SqlStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql[statement.Tokens[0].Start..statement.Tokens[^1].End]);
        if (HasBody(statement))
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 0 });
        return command;
    }
}
