using System.Collections;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentMigrator;
using Migrator.Sql;

namespace Migrator.FluentRunner.Generating;

/// <summary>
/// Values as SQL. FluentMigrator 8.0.1 loses something of each of these, or writes what PostgreSQL reads as another value; the
/// others are its own to write.
/// </summary>
internal static class ValueText
{
    /// <summary>The literal; null where FluentMigrator's own is right.</summary>
    /// <exception cref="NotSupportedException">The type has no form in SQL: FluentMigrator would write the type's
    /// name.</exception>
    public static string? Of(object? value) => value switch
    {
        null or string or byte[] or bool or Enum or RawSql or NonUnicodeString or Guid or DBNull => null,
        _ when IsNumber(value) => Number((IFormattable)value),
        _ when Text(value) is { } text => SqlLiteral.Of(text),
        IEnumerable elements when !HasText(value) => SqlLiteral.Of(Array(elements)),
        _ when !HasText(value) => throw Formless(value),
        _ => null,
    };

    // As the server reads it between quotes; null where that is not known. Its clocks count microseconds; what is finer is cut
    // off, as Npgsql does.
    private static string? Text(object value) => value switch
    {
        char one => one.ToString(),
        DateTime time => Time(time, "yyyy-MM-ddTHH:mm:ss.FFFFFF"),
        DateTimeOffset time => Time(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFzzz"),
        DateOnly date => Time(date, "yyyy-MM-dd"),
        TimeOnly time => Time(time, "HH:mm:ss.FFFFFF"),
        TimeSpan interval => Interval(interval),
        // Whatever holds bytes: as an array, bytea would take its braces and commas for bytes.
        byte[] bytes => "\\x" + Convert.ToHexString(bytes),
        IEnumerable<byte> bytes => "\\x" + Convert.ToHexString([.. bytes]),
        ReadOnlyMemory<byte> bytes => "\\x" + Convert.ToHexString(bytes.Span),
        Memory<byte> bytes => "\\x" + Convert.ToHexString(bytes.Span),
        JsonDocument json => json.RootElement.GetRawText(),
        JsonElement json => json.GetRawText(),
        JsonNode json => json.ToJsonString(),
        Uri uri => uri.OriginalString,
        IPAddress or IPNetwork => value.ToString(),
        _ => null,
    };

    // In the invariant culture, whatever the host's is. What is no number of SQL's is quoted, and so is minus zero, of which a
    // bare one loses the sign.
    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture) switch
    {
        var text => text is "NaN" or "Infinity" or "-Infinity" or "-0" ? SqlLiteral.Of(text) : text,
    };

    private static string Time(IFormattable time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    // "1.02:03:04" is a day and so many hours to .NET, and 1.02 days to the server. Each part has its sign, which all
    // settings of IntervalStyle read alike.
    private static string Interval(TimeSpan interval)
    {
        var clock = TimeSpan.FromTicks((interval.Ticks - interval.Ticks % TimeSpan.TicksPerMicrosecond) % TimeSpan.TicksPerDay);
        var text = clock.ToString(null, CultureInfo.InvariantCulture);
        return interval.Days == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{interval.Days} days {text}");
    }

    // {1,2}, {"a","b"}: one form for every type of element, so an empty one needs no type either.
    private static string Array(IEnumerable elements) => elements is System.Array { Rank: > 1 } many ? Array(many, [])
        : elements is IDictionary or IDictionary<string, object?> || elements.GetType().Namespace == "System.Xml"
            ? throw Formless(elements)
        : "{" + string.Join(',', elements.Cast<object?>().Select(Element)) + "}";

    // A row of each dimension in braces of its own.
    private static string Array(System.Array many, int[] at) => at.Length == many.Rank ? Element(many.GetValue(at))
        : "{" + string.Join(',', Enumerable.Range(many.GetLowerBound(at.Length), many.GetLength(at.Length))
            .Select(index => Array(many, [.. at, index]))) + "}";

    private static string Element(object? element) => element switch
    {
        null or DBNull => "NULL",
        string text => Quoted(text),
        bool truth => Quoted(truth ? "true" : "false"),
        Guid or NonUnicodeString or (Enum and not SystemMethods) => Quoted(element.ToString()!),
        _ when IsNumber(element) => ((IFormattable)element).ToString(null, CultureInfo.InvariantCulture),
        _ when Text(element) is { } text => Quoted(text),
        IEnumerable elements => Array(elements),
        _ => throw Formless(element),
    };

    private static NotSupportedException Formless(object value) => new(
        $"A value of the type {value.GetType()} cannot be written as SQL. Give its text, or RawSql.Insert(\"...\").");

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool HasText(object value) =>
        value.ToString() != value.GetType().ToString();

    // Those that are seldom met by name: to know their types is to have all that they can do in a native bundle.
    private static bool IsNumber(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong
        or float or double or decimal || value.GetType().FullName is "System.Half" or "System.Int128" or "System.UInt128"
            or "System.Numerics.BigInteger";
}
