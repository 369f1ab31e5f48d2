using System.Text.RegularExpressions;
using Migrator.Sql;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Runs.Explaining;

/// <summary>Whether what is missing belongs to an extension, or lies in a schema that is not looked in: the server is
/// asked.</summary>
internal static partial class ExtensionLook
{
    /// <summary>The sentence that says so; null if there is none.</summary>
    /// <param name="connection">A session, outside of a failed transaction.</param>
    /// <param name="error">The error.</param>
    /// <param name="missing">What it misses; null where the message names nothing that is.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<string?> AskAsync(NpgsqlConnection connection, PostgresException error, MissingObject? missing,
        CancellationToken cancellationToken)
    {
        if (ExtensionOf(error, missing) is { } extension)
            return await OfExtensionAsync(connection, extension, missing, cancellationToken).ConfigureAwait(false);
        return missing is { Class: ObjectClass.Relation or ObjectClass.Type or ObjectClass.Routine, Name.Schema: null }
            ? await OfSchemasAsync(connection, missing, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>The extension that has what an error misses; null if none is known.</summary>
    public static string? ExtensionOf(PostgresException error, MissingObject? missing) =>
        error.SqlState == PostgresErrorCodes.UndefinedObject
            && DefaultOperatorClass().Match(error.MessageText) is { Success: true } match
            ? KnownExtensions.HavingOperatorsFor(match.Groups[1].Value)
            : missing is { Class: not ObjectClass.Column } ? KnownExtensions.Having(missing.Name.Name) : null;

    private static async Task<string?> OfExtensionAsync(NpgsqlConnection connection, string extension, MissingObject? missing,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1),
                   (SELECT n.nspname::text FROM pg_catalog.pg_extension e
                    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = $1)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = extension });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (available, schema) = (reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetString(1));

        var subject = missing is null ? "What is missing here" : $"The {missing}";
        var quoted = extension.Contains('-', StringComparison.Ordinal) ? $"\"{extension}\"" : extension;
        var otherwise = missing is { Class: ObjectClass.Routine } && KnownExtensions.HasBuiltInForm(missing.Name.Name)
            ? $" Or without an extension: {KnownExtensions.BuiltInUuid}(), which PostgreSQL has itself "
                + $"(RawSql.Insert(\"{KnownExtensions.BuiltInUuid}()\") instead of SystemMethods.NewGuid)." : "";
        return (schema, available) switch
        {
            ({ } there, _) => $"{subject} is of the extension {quoted}, which is created in schema {there}: write the schema "
                + $"before the name, or see that its version has it.{otherwise}",
            (null, true) => $"{subject} is of the extension {quoted}, which this server has, but this database does not: "
                + $"CREATE EXTENSION IF NOT EXISTS {quoted}; in an earlier migration, or by whoever may.{otherwise}",
            _ => $"{subject} is of the extension {quoted}, which this server does not have: it has to be installed there "
                + $"first.{otherwise}",
        };
    }

    private static async Task<string?> OfSchemasAsync(NpgsqlConnection connection, MissingObject missing,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT pg_catalog.string_agg(DISTINCT n.nspname::text, ', ') FROM pg_catalog.pg_namespace n
            WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
              AND n.nspname <> ALL (pg_catalog.current_schemas(true))
              AND EXISTS (SELECT FROM {missing.Class switch
            {
                ObjectClass.Relation => "pg_catalog.pg_class o WHERE o.relnamespace = n.oid AND o.relname = $1",
                ObjectClass.Type => "pg_catalog.pg_type o WHERE o.typnamespace = n.oid AND o.typname = $1",
                _ => "pg_catalog.pg_proc o WHERE o.pronamespace = n.oid AND o.proname = $1",
            }})
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = missing.Name.Name });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string schemas
            ? $"There is a {missing.What} of that name in schema {schemas}, which is not on the search path: write the schema "
                + "before the name." : null;
    }

    [GeneratedRegex("no default operator class for access method \"(\\w+)\"")]
    private static partial Regex DefaultOperatorClass();
}
