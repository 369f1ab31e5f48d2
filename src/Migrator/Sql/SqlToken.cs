namespace Migrator.Sql;

/// <summary>A token of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A key word, a bare name or a number.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A string: in quotes, with or without an E before them, or in dollars.</summary>
    Text,

    /// <summary>One operator, of one or more characters.</summary>
    Operator,

    /// <summary>Any other character: a bracket, a comma, a dot, a semicolon.</summary>
    Symbol,

    /// <summary>The end of a <c>COPY ... FROM STDIN</c>: its semicolon, and its rows behind it. See
    /// <see cref="CopyRows"/>.</summary>
    Rows,
}
