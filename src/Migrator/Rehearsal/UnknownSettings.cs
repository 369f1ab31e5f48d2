using System.Text;
using Migrator.Database.Session;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Rehearsal;

/// <summary>
/// What a newer pg_dump sets for its session and an older server does not know, such as transaction_timeout: psql tells the error
/// and goes on, and nothing of the schema depends on it.
/// </summary>
internal static class UnknownSettings
{
    /// <summary>The text without them, character for character in its place, and their names.</summary>
    public static async Task<(string Sql, IReadOnlyList<string> Left)> LeaveOutAsync(DatabaseSession session, string sql,
        CancellationToken cancellationToken)
    {
        (SqlStatement Statement, string Name)[] set =
            [.. SqlStatement.Split(sql).Select(one => (one, NameOf(one.Cursor()))).Where(one => one.Item2 is not null)!];
        if (set.Length == 0)
            return (sql, []);

        HashSet<string> known = [];
        await using var command = new NpgsqlCommand("SELECT lower(name) FROM pg_catalog.pg_settings", session.Connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                known.Add(reader.GetString(0));
        }

        var text = new StringBuilder(sql);
        List<string> left = [];
        foreach (var (statement, name) in set.Where(one => !known.Contains(one.Name)))
        {
            left.Add(name);
            for (var i = statement.Tokens[0].Start; i < statement.Tokens[^1].End; i++)
                text[i] = text[i] == '\n' ? '\n' : ' ';
        }

        return (text.ToString(), left);
    }

    // SET [SESSION | LOCAL] name = value. One with a dot is an extension's, or anybody's.
    private static string? NameOf(SqlCursor cursor)
    {
        if (!cursor.Accept("set"))
            return null;
        cursor.AcceptOneOf("session", "local");
        return cursor.TakeName() is { } name && (cursor.Text == "=" || cursor.Is("to")) ? name.ToLowerInvariant() : null;
    }
}
