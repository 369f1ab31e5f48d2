using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>The data source that the application has registered, and which setting is at fault where it cannot be made.</summary>
internal static class RegisteredSource
{
    public const string Name = "the registered NpgsqlDataSource";

    private const string Section = "ConnectionStrings";

    /// <exception cref="InvalidOperationException">There is none, or its connection cannot be read.</exception>
    public static NpgsqlDataSource Find(IServiceProvider services)
    {
        try
        {
            return services.GetService<NpgsqlDataSource>() ?? throw new InvalidOperationException(
                $"there is no database: register an NpgsqlDataSource, or set "
                + $"{nameof(SchemaCheckOptions)}.{nameof(SchemaCheckOptions.ConnectionString)}.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException
            or KeyNotFoundException)
        {
            // Without the exception itself: its words may repeat a password, and logs print what is inside.
            throw new InvalidOperationException(
                $"{ConnectionFault.OfReading(Name, exception)}.{Settings(services.GetService<IConfiguration>())}");
        }
    }

    private static string Settings(IConfiguration? configuration)
    {
        (string Name, string? Fault)[] settings = [
            .. configuration?.GetSection(Section).GetChildren().Select(one => (one.Key, Fault(one.Value))) ?? []];
        if (settings.Length == 0)
            return $" There is no connection string in the configuration: set {Section}__NAME.";

        return string.Concat(settings.Where(one => one.Fault is not null)
            .Select(one => $" {Section}:{one.Name} {one.Fault}: set {Section}__{one.Name}."));
    }

    private static string? Fault(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
            return "is empty";

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connection).Host) ? "names no host" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return "cannot be read";
        }
    }
}
