namespace Storefront.WebApi;

/// <summary>Where the storefront's database is.</summary>
internal static class Database
{
    private const string Name = "Storefront";

    /// <exception cref="InvalidOperationException">There is none: a forgotten secret must not connect somewhere else.</exception>
    public static string Connection(IConfiguration configuration) =>
        configuration.GetConnectionString(Name) is { Length: > 0 } connection ? connection
            : throw new InvalidOperationException($"there is no database to connect to. Set ConnectionStrings__{Name}.");
}
