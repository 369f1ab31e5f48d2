using Npgsql;

namespace Migrator.Tests.FluentRunner.Members;

/// <summary>The schema that the calls change, once in public and once in app.</summary>
internal static class Sample
{
    public static string Sql { get; } = "CREATE SCHEMA app; CREATE SCHEMA empty;" + In("public") + In("app");

    /// <summary>The SQLSTATE with which the server refuses these statements; null where it takes them. All is as it was
    /// then.</summary>
    public static async Task<string?> StateAfterAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, string? undo)
    {
        var transaction = undo is null ? await connection.BeginTransactionAsync(TestContext.Current.CancellationToken) : null;
        try
        {
            foreach (var statement in (string[])[.. statements, .. undo is null ? (string[])[] : [undo]])
            {
                await using var command = new NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            return null;
        }
        catch (PostgresException exception)
        {
            return exception.SqlState;
        }
        finally
        {
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
    }

    private static string In(string schema) => $"""
        CREATE TABLE {schema}.author (id int CONSTRAINT "PK_author" PRIMARY KEY, name text);
        INSERT INTO {schema}.author VALUES (1, 'A');
        CREATE TABLE {schema}.book (id int CONSTRAINT "PK_book" PRIMARY KEY, title text DEFAULT 'none', price int DEFAULT 1,
            code int CONSTRAINT "UC_book_code" UNIQUE,
            author_id int CONSTRAINT "FK_book_author_id_author_id" REFERENCES {schema}.author,
            ident bigint GENERATED ALWAYS AS IDENTITY, tags text[], span int4range);
        CREATE INDEX "IX_book_title" ON {schema}.book (title);
        CREATE SEQUENCE {schema}.tickets;
        CREATE TABLE {schema}.loose (a int NOT NULL, b int NOT NULL);
        CREATE TABLE {schema}.pair (a int, b int, CONSTRAINT "PK_pair" PRIMARY KEY (a, b));
        CREATE VIEW {schema}.shelf AS SELECT id FROM {schema}.book;
        CREATE TABLE {schema}.parted (id int) PARTITION BY RANGE (id);
        CREATE TABLE {schema}.every (words text, bytes bytea, truth boolean, small smallint, big bigint, exact numeric,
            wide float8, guid uuid, stamp timestamp, zoned timestamptz, day date, clock time, lasting interval, json jsonb, document xml,
            address inet, numbers int[], tags text[]);
        CREATE TABLE {schema}.firm (fixed int NOT NULL);

        """;
}
