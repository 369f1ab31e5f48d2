using System.Text;
using Migrator.Sql;
using Migrator.Sql.Reading;

namespace Migrator.Statements.Sending;

/// <summary>
/// The encoding that a migration tells the server its texts are in, where that is none of ours: everything is sent as UTF-8, and
/// a server that was told otherwise takes each letter beyond ASCII for two others. Each statement is read by what those before
/// it have set; what a function or another role sets is not the session's.
/// </summary>
/// <param name="server">The encoding of the database, by the server's name for it; null if it is not known.</param>
internal sealed class ForeignEncoding(string? server)
{
    private const string Setting = "client_encoding";
    private const string Utf8 = "utf8";
    private const string Unconverted = "sqlascii";

    private static readonly string[] Markers = [Setting, "names", "reset", "discard"];

    private readonly string _server = Clean(server ?? "");

    // What is set; null for what the session began with, which is UTF-8.
    private string? _session;
    private string? _transaction;

    private string? Current => _transaction ?? _session;

    /// <summary>Takes note of what a text sets.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="transactional">Whether the transaction that it is sent in goes on behind it.</param>
    /// <returns>The encoding by which letters of the text would be misread; null if they are read as they are.</returns>
    public string? Misread(string sql, bool transactional)
    {
        var isPlain = Ascii.IsValid(sql);
        var sets = Markers.Any(marker => sql.Contains(marker, StringComparison.OrdinalIgnoreCase));
        string? misread = null;
        if (sets || !isPlain && Current is not null)
        {
            foreach (var statement in SqlStatement.Split(sql))
            {
                // The whole statement is read before it sets anything.
                if (!isPlain && IsForeign && statement.Tokens.Any(token => !Ascii.IsValid(sql.AsSpan(token.Start..token.End))))
                    misread ??= Current;
                if (sets)
                    Read(statement);
            }
        }

        if (!transactional)
            _transaction = null;
        return misread;
    }

    // A server that converts nothing takes it as it comes, and so does one of ours where it is told to convert nothing.
    private bool IsForeign => Current is { } name && _server != Unconverted
        && Clean(name) is not (Utf8 or "unicode") && !(Clean(name) == Unconverted && _server == Utf8);

    private void Read(SqlStatement statement)
    {
        var cursor = statement.Cursor();
        if (cursor.Accept("reset") ? cursor.IsOneOf(Setting, "all") || IsSetting(cursor) : cursor.Accept("discard", "all"))
            (_session, _transaction) = (null, null);
        else if (cursor.Accept("set"))
            ReadSet(cursor);
        else
            ReadCalls(cursor);
    }

    // SET [SESSION | LOCAL] client_encoding { TO | = } value; SET ... NAMES [value].
    private void ReadSet(SqlCursor cursor)
    {
        var local = cursor.Accept("local");
        if (!local)
            cursor.Accept("session");
        if (cursor.Accept("names"))
        {
            Take(cursor.AtEnd || cursor.Is("default") ? null : Value(cursor), local);
        }
        else if (IsSetting(cursor))
        {
            cursor.Step();
            if (cursor.Accept("to") || cursor.Text == "=")
            {
                if (cursor.Text == "=")
                    cursor.Step();
                if (cursor.Is("default"))
                    Take(null, local);
                else if (Value(cursor) is { } value)
                    Take(value, local);
            }
        }
    }

    // set_config('client_encoding', 'value', is_local), wherever it stands.
    private void ReadCalls(SqlCursor cursor)
    {
        for (; !cursor.AtEnd; cursor.Step())
        {
            if (!cursor.Is("set_config"))
                continue;

            var call = cursor.Copy();
            call.Step();
            if (call.TakeGroup()?.Parts().ToArray() is [var name, var value, .. var rest]
                && Value(name)?.Equals(Setting, StringComparison.OrdinalIgnoreCase) == true && name.Kind == SqlTokenKind.Text
                && value.Kind == SqlTokenKind.Text && Value(value) is { } encoding)
                Take(encoding, local: rest is [var last, ..] && last.IsOneOf("true", "on", "yes"));
        }
    }

    private void Take(string? encoding, bool local)
    {
        if (local)
            // As the session's own, it hides another one.
            _transaction = encoding ?? Utf8;
        else
            (_session, _transaction) = (encoding, null);
    }

    private static bool IsSetting(SqlCursor cursor) =>
        cursor.Copy().TakeName()?.Equals(Setting, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Value(SqlCursor cursor) => cursor.Kind switch
    {
        SqlTokenKind.Word => cursor.Text,
        SqlTokenKind.QuotedName or SqlTokenKind.Text => cursor.Text.TrimStart('e', 'E').Trim('\'', '"', '$'),
        _ => null,
    };

    // As the server compares names of encodings.
    private static string Clean(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
