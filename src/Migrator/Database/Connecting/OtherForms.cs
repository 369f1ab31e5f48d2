using System.Text.RegularExpressions;

namespace Migrator.Database.Connecting;

/// <summary>Texts that are a connection somewhere else: told by name, with nothing of them shown.</summary>
internal static partial class OtherForms
{
    private const string Url = "postgres://migrator:...@db:5432/shop";

    /// <summary>What it is, and how to write it here; null where it is none of them.</summary>
    public static string? Tell(string connection)
    {
        if (connection.StartsWith("jdbc:", StringComparison.OrdinalIgnoreCase)
            || connection.StartsWith("r2dbc:", StringComparison.OrdinalIgnoreCase))
            return "The connection is a JDBC URL. Leave out what stands before postgresql://, and write user and password "
                + $"before the host: {Url}.";
        if (Scheme().IsMatch(connection))
            return $"The connection is a URL of another kind. It must begin with postgres:// or postgresql://: {Url}.";
        if (connection.Length > 1 && connection[0] is '"' or '\'' && connection[^1] == connection[0])
            return "The connection stands in quotes, which are a part of it here. Leave them out.";
        if (connection[0] is '{' or '[')
            return "The connection is JSON. Give the connection alone, such as Host=db;Database=shop;Username=migrator.";
        if (Assignment().IsMatch(connection))
            return "The connection begins with the name of a variable. Give what stands behind its =.";
        if (connection.StartsWith("psql ", StringComparison.Ordinal))
            return $"The connection is a command for psql. Give a URL: {Url}.";
        return PasswordLine().IsMatch(connection)
            ? "The connection is a line of a password file. Name the file with Passfile=... or PGPASSFILE, and give a connection "
                + "without a password."
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:/", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // No keyword of a connection has an underscore and capitals.
    [GeneratedRegex(@"\A(export\s+)?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A[^:=;\s]+(:[^:=;\s]+){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PasswordLine();
}
