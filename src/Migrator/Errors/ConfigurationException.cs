namespace Migrator;

/// <summary>A setting is missing, malformed, or does not fit the others. Its message names the setting and the way out.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConfigurationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
