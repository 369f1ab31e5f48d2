using Migrator.Database.History;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.SchemaCheck;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Rehearsal;

/// <summary>A plain <c>pg_dump --schema-only</c>, to begin a shadow database with.</summary>
internal static class SchemaDump
{
    private static readonly string[] ForPsql = ["\\restrict", "\\unrestrict", "\\connect"];

    private const string Advice = "Make it with: pg_dump --schema-only --no-owner --no-privileges";

    /// <summary>Loads it.</summary>
    /// <returns>What is worth knowing of it; null for nothing.</returns>
    /// <exception cref="ConfigurationException">It cannot be read, or is no such dump, or the server refuses a part of
    /// it.</exception>
    public static async Task<string?> LoadAsync(DatabaseSession session, string file, CancellationToken cancellationToken)
    {
        var (sql, left) = await UnknownSettings.LeaveOutAsync(session,
            await ReadAsync(file, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        try
        {
            // A new database has it already; a dump has it where somebody changed its owner or comment.
            if (SqlStatement.Split(sql).Any(statement => statement.Cursor().Accept("create", "schema", "public")))
                await session.ExecuteAsync("DROP SCHEMA public", cancellationToken).ConfigureAwait(false);
            await session.ExecuteTextAsync(sql, cancellationToken).ConfigureAwait(false);
            return left.Count == 0 ? null
                : $"--from-schema {file} is of a newer pg_dump: SET {string.Join(", ", left)} was left out, which PostgreSQL "
                    + $"{session.Identity.Major} does not know.";
        }
        catch (PostgresException exception) when (!ConnectionLoss.Is(exception))
        {
            throw new ConfigurationException($"--from-schema {file} cannot be loaded: {ServerMessage.Of(exception)} "
                + $"({exception.SqlState}){(CopyFailure.Of(exception) is { } row ? $", in line {row.Line}" : "")}. {Advice}",
                exception);
        }
    }

    /// <summary>Makes it known what is applied, where the dump has no rows of the version table.</summary>
    public static async Task RecordAsync(DatabaseSession session, VersionTable table, string schema,
        IReadOnlyCollection<long> versions, CancellationToken cancellationToken)
    {
        await new VersionTableCreator(session.Connection, table, schema).EnsureAsync(cancellationToken).ConfigureAwait(false);
        var version = Identifier.Quote(table.VersionColumn);
        await using var command = new NpgsqlCommand(
            $"INSERT INTO {table.QuotedName} ({version}) SELECT v FROM unnest($1) v WHERE NOT EXISTS (SELECT FROM "
            + $"{table.QuotedName} WHERE {version} = v)", session.Connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. versions] });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            // A dump of pg_dump's own formats, which the server cannot take as a text at all.
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new ConfigurationException($"--from-schema {file} is no text, but perhaps a dump of another format than "
                    + $"plain. {Advice}");
            // Newer pg_dumps put them around; they are words to psql, not to the server.
            text = string.Join('\n',
                text.Split('\n')
                    .Select(line => ForPsql.Any(word => line.StartsWith(word, StringComparison.Ordinal)) ? "" : line));
            if (RefusedText.Find(text, transactional: false, 1) is { } refused)
                throw new ConfigurationException($"--from-schema {file} cannot be loaded: {refused.Message}. {Advice}");
            return text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--from-schema {file} cannot be read: {exception.Message}", exception);
        }
    }
}
