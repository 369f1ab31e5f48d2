using Npgsql;

namespace Storefront.WebApi;

/// <summary>
/// A statement that this application sends. All of them stand in this folder, and nothing else makes commands: so a test can
/// prepare each on the migrated schema, and a column that was renamed is found before anyone asks for it.
/// </summary>
internal sealed class Statement(string text)
{
    public string Text { get; } = text;

    /// <summary>A command on a connection of its own.</summary>
    public NpgsqlCommand On(NpgsqlDataSource database, params ReadOnlySpan<object?> values) =>
        With(database.CreateCommand(Text), values);

    /// <summary>A command on this connection, in its transaction if it has one.</summary>
    public NpgsqlCommand On(NpgsqlConnection connection, params ReadOnlySpan<object?> values) =>
        With(new NpgsqlCommand(Text, connection), values);

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
