namespace Storefront.Schema;

/// <summary>What is sold.</summary>
internal static class Products
{
    public const string Table = "products";

    public const string Id = "id";
    public const string Sku = "sku";
    public const string Name = "name";
    public const string CreatedAt = "created_at";
}
