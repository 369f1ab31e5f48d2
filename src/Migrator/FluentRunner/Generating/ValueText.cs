using System.Collections;
using System.Globalization;
using System.Net;
using System.Text.Json;
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
        char or DateTime or DateTimeOffset or TimeSpan or DateOnly or TimeOnly => SqlLiteral.Of(Text(value)!),
        double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity) => SqlLiteral.Of(Text(value)!),
        float and (float.NaN or float.PositiveInfinity or float.NegativeInfinity) => SqlLiteral.Of(Text(value)!),
        JsonDocument or JsonElement or IPAddress or Uri => SqlLiteral.Of(Text(value)!),
        IEnumerable and not IDictionary when !HasText(value) => SqlLiteral.Of(Array((IEnumerable)value)),
        // In the invariant culture, whatever the host's is.
        IFormattable number when IsNumber(value) => number.ToString(null, CultureInfo.InvariantCulture),
        _ when !HasText(value) => throw new NotSupportedException(
            $"A value of the type {value.GetType()} cannot be written as SQL. Give its text, or RawSql.Insert(\"...\")."),
        _ => null,
    };

    // As the server reads it between quotes. Its clocks count microseconds; what is finer is cut off, as Npgsql does.
    private static string? Text(object? value) => value switch
    {
        null or DBNull => null,
        DateTime time => Time(time, "yyyy-MM-ddTHH:mm:ss.FFFFFF"),
        DateTimeOffset time => Time(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFzzz"),
        DateOnly date => Time(date, "yyyy-MM-dd"),
        TimeOnly time => Time(time, "HH:mm:ss.FFFFFF"),
        TimeSpan interval => Interval(interval),
        bool truth => truth ? "true" : "false",
        double.PositiveInfinity or float.PositiveInfinity => "Infinity",
        double.NegativeInfinity or float.NegativeInfinity => "-Infinity",
        byte[] bytes => "\\x" + Convert.ToHexString(bytes),
        JsonDocument json => json.RootElement.GetRawText(),
        JsonElement json => json.GetRawText(),
        Uri uri => uri.OriginalString,
        IFormattable one => one.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
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
    private static string Array(IEnumerable elements) => "{" + string.Join(',', elements.Cast<object?>().Select(Element)) + "}";

    private static string Element(object? element) => element switch
    {
        null or DBNull => "NULL",
        string text => Quoted(text),
        byte[] => Quoted(Text(element)!),
        IEnumerable elements => Array(elements),
        _ when IsNumber(element) => Text(element)!,
        _ => Quoted(Text(element)!),
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool HasText(object value) =>
        value.ToString() != value.GetType().ToString();

    // Those that are seldom met by name: to know their types is to have all that they can do in a native bundle.
    private static bool IsNumber(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong
        or float or double or decimal || value.GetType().FullName is "System.Half" or "System.Int128" or "System.UInt128"
            or "System.Numerics.BigInteger";
}
