using System.Text.RegularExpressions;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Runs.Explaining;

/// <summary>An object that the server says is not there.</summary>
/// <param name="Class">What it is, as far as the error code tells.</param>
/// <param name="What">The server's word for it: table, type, function.</param>
/// <param name="Name">Its name; a schema of public is left out.</param>
/// <param name="Table">The table of a column, where the message names it.</param>
internal sealed partial record MissingObject(ObjectClass Class, string What, RelationName Name, string? Table = null)
{
    /// <summary>What an error misses; null if it misses nothing, or its message does not name it.</summary>
    public static MissingObject? Of(PostgresException error)
    {
        var message = error.MessageText;
        return error.SqlState switch
        {
            PostgresErrorCodes.UndefinedTable => Quoted(ObjectClass.Relation, "table", message),
            PostgresErrorCodes.UndefinedColumn => Column(message),
            PostgresErrorCodes.UndefinedObject => Object(message),
            PostgresErrorCodes.UndefinedFunction => Routine(message),
            PostgresErrorCodes.InvalidSchemaName => Quoted(ObjectClass.Schema, "schema", message),
            _ => null,
        };
    }

    /// <summary>Whether a statement that makes this object makes what is missing.</summary>
    /// <param name="made">The object.</param>
    /// <param name="sql">The statement that failed; null if it is not known.</param>
    public bool IsMadeAs(MadeObject made, string? sql)
    {
        if (made.Name.Name != Name.Name || (Name.Schema is not null && made.Name.Schema != Name.Schema
            && made.Class is not ObjectClass.Column))
            return false;

        return (Class, made.Class) switch
        {
            // Of a column whose table the message does not name, the failed statement must.
            (ObjectClass.Column, ObjectClass.Column) => Table is not null ? made.Table!.Name == Table
                : sql is null || sql.Contains(made.Table!.Name, StringComparison.OrdinalIgnoreCase),
            // A table is a type, too.
            (ObjectClass.Type, ObjectClass.Relation) => true,
            (ObjectClass.Other, ObjectClass.Column) => false,
            (ObjectClass.Other, _) => true,
            var (missing, one) => missing == one,
        };
    }

    public override string ToString() => $"{What} \"{Name}\"";

    private static MissingObject? Quoted(ObjectClass kind, string what, string message) =>
        Names(message) is [var name, ..] ? new(kind, FirstWord(message, what), Split(name)) : null;

    private static MissingObject? Column(string message) => (Names(message), Dotted().Match(message)) switch
    {
        ([var column, var table, ..], _) => new(ObjectClass.Column, "column", new(null, column), Split(table).Name),
        ([var column], _) => new(ObjectClass.Column, "column", new(null, column)),
        // column o.total does not exist: o may be an alias.
        (_, { Success: true } match) => new(ObjectClass.Column, "column", new(null, match.Groups[1].Value)),
        _ => null,
    };

    private static MissingObject? Object(string message)
    {
        if (Names(message) is not [var name, ..])
            return null;
        // type "citext[]"
        var bare = name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;
        return FirstWord(message, "object") is "type" ? new(ObjectClass.Type, "type", Split(bare))
            : new(ObjectClass.Other, FirstWord(message, "object"), Split(bare));
    }

    private static MissingObject? Routine(string message)
    {
        if (Operator().Match(message) is { Success: true } operators)
            return new(ObjectClass.Routine, "operator", new(null, operators.Groups[1].Value));
        return Call().Match(message) is { Success: true } call
            ? new(ObjectClass.Routine, FirstWord(message, "function"),
                Split(call.Groups[1].Value.Replace("\"", "", StringComparison.Ordinal)))
            : Quoted(ObjectClass.Routine, "function", message);
    }

    // The server's own word, where it speaks English.
    private static string FirstWord(string message, string otherwise) =>
        Kind().Match(message) is { Success: true } match ? match.Value : otherwise;

    private static RelationName Split(string name) =>
        name.LastIndexOf('.') is > 0 and var dot ? new(name[..dot], name[(dot + 1)..]) : new(null, name);

    private static string[] Names(string message) => [.. Name_().Matches(message).Select(match => match.Groups[1].Value)];

    // The server quotes as its language does.
    [GeneratedRegex("[\"»„“«]\\s?([^\"»«“”„]+?)\\s?[\"«“”»]", RegexOptions.CultureInvariant)]
    private static partial Regex Name_();

    [GeneratedRegex(@"[\w$]+\.([\w$]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"((?:[\w$]+|""[^""]+"")(?:\.(?:[\w$]+|""[^""]+""))*)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@":\s(?:.*\s)?([-+*/<>=~!@#%^&|`?]+)\s", RegexOptions.CultureInvariant)]
    private static partial Regex Operator();

    [GeneratedRegex(@"^(materialized view|relation|table|view|sequence|index|type|role|constraint|operator class|operator family|"
        + @"language|access method|text search (configuration|dictionary|parser|template)|foreign-data wrapper|server|collation|"
        + @"publication|trigger|function|procedure|aggregate|schema|extension)", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();
}
