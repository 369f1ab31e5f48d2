namespace Storefront.WebApi;

/// <summary>An order in a list.</summary>
internal sealed record OrderSummary(Guid Id, long CustomerId, string Status, DateTimeOffset PlacedAt, decimal Total);
