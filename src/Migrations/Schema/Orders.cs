namespace Storefront.Schema;

/// <summary>What was bought. <see cref="PublicId"/> is the one that customers see.</summary>
internal static class Orders
{
    public const string Table = "orders";

    public const string Id = "id";
    public const string PublicId = "public_id";
    public const string CustomerId = "customer_id";
    public const string Status = "status";
    public const string PlacedAt = "placed_at";
    public const string Total = "total";
}
