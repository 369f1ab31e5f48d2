using System.Globalization;

namespace Migrator.Database.Session;

/// <summary>A setting of a session, and its value.</summary>
// A class: generics over value tuples would have to be compiled at every start.
internal sealed record SessionValue(string Name, string Value);

/// <summary>
/// The list: all settings of a server's that decide what a migration's text does, with the value that each run and script has.
/// </summary>
/// <remarks>
/// What is not here does not change what a migration makes (how it is planned, logged, measured), or is the database's own: where
/// and how things are stored, its money and text search, what its roles may. A test walks all that a server has.
/// </remarks>
internal static class SessionValues
{
    // Long enough not to matter, short enough that an orphan's work ends soon; measured: rolled back within 1.2 s.
    private const string ConnectionCheckInterval = "500ms";

    public static List<SessionValue> Of(DatabaseOptions options, Version server, string applicationName) =>
    [
        // First of all: all text that follows is sent in it.
        new("client_encoding", "UTF8"),
        new("application_name", applicationName),
        new("client_min_messages", "notice"),
        // How text is read: strings, arrays, XML, times.
        new("standard_conforming_strings", "on"),
        new("backslash_quote", "safe_encoding"),
        new("array_nulls", "on"),
        new("transform_null_equals", "off"),
        new("xmlbinary", "base64"),
        new("xmloption", "content"),
        new("TimeZone", "UTC"),
        new("timezone_abbreviations", "Default"),
        new("DateStyle", "ISO, MDY"),
        new("IntervalStyle", "postgres"),
        // How values are written as text.
        new("bytea_output", "hex"),
        new("extra_float_digits", "1"),
        new("lc_numeric", "C"),
        new("lc_time", "C"),
        new("quote_all_identifiers", "off"),
        // What statements do.
        new("check_function_bodies", "on"),
        new("row_security", "on"),
        new("gin_fuzzy_search_limit", "0"),
        new("exit_on_error", "off"),
        new("default_transaction_isolation", "read committed"),
        new("default_transaction_deferrable", "off"),
        new(ReadOnlyDefault.Setting, "off"),
        .. server.Major < 16 ? [] : (SessionValue[])[new("icu_validation_level", "warning")],
        // How long they may take, and what becomes of a session whose client is gone.
        new("statement_timeout", Milliseconds(options.StatementTimeout)),
        new("lock_timeout", Milliseconds(options.LockTimeout)),
        new("idle_in_transaction_session_timeout", "0"),
        .. server.Major < 14 ? [] : (SessionValue[])
            [new("idle_session_timeout", "0"), new("client_connection_check_interval", ConnectionCheckInterval)],
        .. server.Major < 17 ? [] : (SessionValue[])[new("transaction_timeout", "0")],
    ];

    /// <summary>Those that few roles may set: set where they are not so already.</summary>
    public static List<SessionValue> OfSuperusers(Version server) =>
    [
        new("session_replication_role", "origin"),
        .. server.Major < 17 ? [] : (SessionValue[])[new("event_triggers", "on")],
    ];

    public static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}");
}
