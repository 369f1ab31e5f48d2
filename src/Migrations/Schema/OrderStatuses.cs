namespace Storefront.Schema;

/// <summary>How an order can stand.</summary>
internal static class OrderStatuses
{
    public const string Table = "order_statuses";

    public const string Code = "code";
    public const string Label = "label";
}
