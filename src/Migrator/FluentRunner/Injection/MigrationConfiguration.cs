using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Migrator.FluentRunner.Injection;

/// <summary>
/// The configuration that migrations are given: <c>appsettings.json</c> and <c>appsettings.{Environment}.json</c> beside their
/// assembly, and the environment variables, as in a .NET host.
/// </summary>
internal static class MigrationConfiguration
{
    private const string Usual = "Production";

    /// <summary>The environment's name, as an ASP.NET Core application has it.</summary>
    public static string EnvironmentName =>
        Variable("DOTNET_ENVIRONMENT") ?? Variable("ASPNETCORE_ENVIRONMENT") ?? Usual;

    /// <summary>Reads it.</summary>
    /// <param name="folders">Where the files lie; what stands in several is that of the first.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public static IConfiguration Read(IReadOnlyList<string> folders)
    {
        var builder = new ConfigurationBuilder();
        foreach (var name in (string[])["appsettings.json", $"appsettings.{EnvironmentName}.json"])
        {
            foreach (var folder in folders.Reverse())
                builder.AddJsonFile(Path.Combine(folder, name), optional: true, reloadOnChange: false);
        }

        builder.Add(new Variables());
        try
        {
            return builder.Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException
            or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The migrations' configuration cannot be read: {exception.Message}"
                + (exception.InnerException is { } inner ? $" {inner.Message}" : ""), exception);
        }
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // What is the tool's own is not for migrations: the connection of the run is among it.
    private sealed class Variables : EnvironmentVariablesConfigurationProvider, IConfigurationSource
    {
        private const string Own = "MIGRATOR_";

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load()
        {
            base.Load();
            foreach (var key in Data.Keys.Where(key => key.StartsWith(Own, StringComparison.OrdinalIgnoreCase)).ToArray())
                Data.Remove(key);
        }
    }
}
