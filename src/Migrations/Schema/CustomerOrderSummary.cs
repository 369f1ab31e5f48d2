namespace Storefront.Schema;

/// <summary>A view: what each customer has bought so far.</summary>
internal static class CustomerOrderSummary
{
    public const string Table = "customer_order_summary";

    public const string CustomerId = "customer_id";
    public const string OrderCount = "order_count";
    public const string TotalSpent = "total_spent";
    public const string LastOrderAt = "last_order_at";
}
