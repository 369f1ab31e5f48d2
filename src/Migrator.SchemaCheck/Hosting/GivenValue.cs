namespace Migrator.SchemaCheck;

/// <summary>A setting's value in a message. One that may be a connection, given to another setting, is not repeated.</summary>
internal static class GivenValue
{
    public static string Shown(string? value) => value is not null && (value.AsSpan().ContainsAny('=', ';', '@')
        || value.Contains("://", StringComparison.Ordinal)) ? "a text (not shown)" : $"\"{value}\"";
}
