namespace Storefront.Schema;

/// <summary>What it costs, in each currency that it is sold in.</summary>
internal static class ProductPrices
{
    public const string Table = "product_prices";

    public const string ProductId = "product_id";
    public const string Currency = "currency";
    public const string Amount = "amount";
}
