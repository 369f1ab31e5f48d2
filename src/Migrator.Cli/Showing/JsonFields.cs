using System.Text.Json;

namespace Migrator.Cli.Showing;

/// <summary>Fields that the writer itself does not know: numbers that may be missing, lists.</summary>
internal static class JsonFields
{
    public static void WriteNumber(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    public static void WriteDatabase(this Utf8JsonWriter json, string name, DatabaseIdentity? database)
    {
        if (database is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("host", database.Host);
        json.WriteNumber("port", database.Port);
        json.WriteString("name", database.Name);
        json.WriteString("user", database.User);
        json.WriteString("serverVersion", database.ServerVersion);
        json.WriteEndObject();
    }

    /// <summary>The assembly of a migration, where there are several.</summary>
    public static void WriteAssembly(this Utf8JsonWriter json, MigrationDescriptor? migration)
    {
        if (migration?.Assembly is { } assembly)
            json.WriteString("assembly", assembly);
    }

    public static void WriteVersions(this Utf8JsonWriter json, string name, IReadOnlyList<long>? versions) =>
        json.WriteArray(name, versions ?? [], json.WriteNumberValue);
}
