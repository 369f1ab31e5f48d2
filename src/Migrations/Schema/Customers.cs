namespace Storefront.Schema;

/// <summary>Who buys.</summary>
internal static class Customers
{
    public const string Table = "customers";

    public const string Id = "id";
    public const string Email = "email";
    public const string FullName = "full_name";
    public const string CreatedAt = "created_at";
}
