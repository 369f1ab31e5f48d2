namespace Storefront.Schema;

/// <summary>The products of an order. <see cref="LineTotal"/> is computed by the database.</summary>
internal static class OrderLines
{
    public const string Table = "order_lines";

    public const string OrderId = "order_id";
    public const string LineNumber = "line_number";
    public const string ProductId = "product_id";
    public const string Quantity = "quantity";
    public const string UnitPrice = "unit_price";
    public const string LineTotal = "line_total";
}
