using System.Buffers;
using Migrator.Sql.Reading;

namespace Migrator.Sql.Texts;

/// <summary>What a text holds for which it is never sent: whatever it did before that would stay, or the server cannot read
/// it.</summary>
/// <param name="Message">What, and where.</param>
/// <param name="Next">What to write instead.</param>
internal sealed record RefusedText(string Message, string Next)
{
    // Few texts have one of them at all, and rows of data are long.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["begin", "start", "commit", "end", "rollback", "abort", "prepare", "stdin", "stdout", "\\"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Looks into a text.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="transactional">Whether it is sent in a transaction, which is then the run's to begin and to end.</param>
    /// <param name="number">The number of the statement in its migration, from 1.</param>
    public static RefusedText? Find(string sql, bool transactional, int number)
    {
        if (!sql.AsSpan().ContainsAny(Signs))
            return null;

        foreach (var statement in SqlStatement.Split(sql))
        {
            if (PsqlCommand(statement) is { } command)
                return OfPsql(sql, command, number);
            if (transactional && TransactionCommand.Of(statement.Cursor()) is { } control)
                return OfTransaction(control, $"in line {statement.Line} of its statement {number}");
            if (CopyStatement.TryRead(statement.Cursor()) is { IsOfClient: true } copy
                && OfCopy(statement, copy, number) is { } fault)
                return fault;
        }

        return null;
    }

    private static RefusedText OfTransaction(string control, string where) => new(
        $"{control} {where} would begin or end a transaction, but the migration, with its record, is one already",
        "leave it out. What must not be in one transaction: [Migration(..., TransactionBehavior.None)], where each Execute.Sql "
        + "is a transaction of its own, and may begin and end its own.");

    // The rows stand behind it, as pg_dump writes them: there is nobody else who would send or take some.
    private static RefusedText? OfCopy(SqlStatement statement, CopyStatement copy, int number)
    {
        var name = $"{copy.Name} in line {statement.Line} of its statement {number}";
        if (!copy.IsFrom)
            return new($"{name} sends rows to a client, and there is none", "leave it out.");
        if (copy.IsBinary)
            return new($"{name} is binary, which no text can hold", "write its rows as text or CSV.");
        if (statement.Rows is not { IsEnded: true } rows)
            return new($"{name} has no rows behind it, or no line \\. behind them",
                "write them as pg_dump does: from the next line on, and behind the last a line that is \\. and nothing else. Or "
                + "write INSERT.");

        var line = statement.Sql[(statement.Tokens[^1].Start + 1)..rows.Start];
        return SqlLexer.Tokens(line).Any() || SqlEnd.IsOpen(line)
            ? new($"{name} has more than its rows behind it",
                "begin what stands in its line on a line of its own, behind the rows.")
            : null;
    }

    private static RefusedText OfPsql(string sql, SqlToken token, int number)
    {
        var word = "\\" + Word(sql.AsSpan(token.End));
        return new($"{word} in line {TextLine.At(sql, token.Start)} of its statement {number} is a psql command: psql commands are not SQL",
            word is "\\restrict" or "\\unrestrict"
                ? "delete the lines with \\restrict and \\unrestrict, which pg_dump writes for psql alone."
                : "leave it out, and write what it does as SQL.");
    }

    // A backslash outside of quotes is nothing in SQL.
    private static SqlToken? PsqlCommand(SqlStatement statement)
    {
        foreach (var token in statement.Tokens)
        {
            if (token.Kind == SqlTokenKind.Symbol && statement.Sql[token.Start] == '\\')
                return token;
        }

        return null;
    }

    // A name, or one sign: \!
    private static string Word(ReadOnlySpan<char> behind)
    {
        var length = 0;
        while (length < behind.Length && char.IsAsciiLetter(behind[length]))
            length++;
        return behind[..Math.Max(length, behind.IsEmpty || char.IsWhiteSpace(behind[0]) ? 0 : 1)].ToString();
    }
}
