namespace Storefront.WebApi;

/// <summary>The statuses that this application sets or asks for; the database has the whole list.</summary>
internal static class OrderStatus
{
    public const string Pending = "pending";
    public const string Paid = "paid";
}
