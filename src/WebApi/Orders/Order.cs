namespace Storefront.WebApi;

internal sealed record Order(Guid Id, long CustomerId, string Status, DateTimeOffset PlacedAt, decimal Total,
    IReadOnlyList<OrderLine> Lines)
{
    public static Order Of(OrderSummary order, IReadOnlyList<OrderLine> lines) =>
        new(order.Id, order.CustomerId, order.Status, order.PlacedAt, order.Total, lines);
}
