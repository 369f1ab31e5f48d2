using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Migrator.Statements.InTransaction;

/// <summary>
/// Commands of ours that come again with every migration: from the second time on, the session keeps them prepared. Parsing and
/// planning a record takes the server longer than executing it. Npgsql would prepare what migrations send, too, whose plans their
/// changes may upset.
/// </summary>
/// <param name="run">The run's id: behind a pooler that resets nothing, an earlier run may have left what it prepared.</param>
internal sealed class RepeatedCommands(string run)
{
    private readonly Dictionary<string, string?> _names = [];
    private int _count;

    /// <summary>Forgets what is prepared: it may be there no more, or may never have been.</summary>
    public void Forget() => _names.Clear();

    /// <summary>What has to be sent for a command; the last of it has its effect, its result and its failure.</summary>
    public NpgsqlBatchCommand[] Of(NpgsqlBatchCommand command)
    {
        var text = command.CommandText;
        if (!_names.TryGetValue(text, out var name))
        {
            _names[text] = null;
            return [command];
        }

        NpgsqlBatchCommand[] prepare = [];
        if (name is null)
        {
            // A name is never used again: nobody knows for sure that it is free.
            _names[text] = name = string.Create(CultureInfo.InvariantCulture, $"migrator_{run}_{++_count}");
            prepare = [new($"PREPARE {name} ({string.Join(", ", command.Parameters.Select(TypeOf))}) AS {text}")];
        }

        return [.. prepare, new($"EXECUTE {name} ({string.Join(", ", command.Parameters.Select(Literal))})")];
    }

    private static string TypeOf(NpgsqlParameter parameter) => parameter.NpgsqlDbType switch
    {
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Integer => "integer",
        NpgsqlDbType.Boolean => "boolean",
        NpgsqlDbType.Text => "text",
        var other => throw new InvalidOperationException($"A record has a parameter of type {other}."),
    };

    private static string Literal(NpgsqlParameter parameter) => parameter.Value switch
    {
        null or DBNull => "NULL",
        bool value => value ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // Whatever standard_conforming_strings says.
        var text => $"E'{((string)text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'",
    };
}
