namespace Storefront.WebApi;

/// <summary>What became of an order that somebody wants to place.</summary>
/// <param name="Order">The order; null if it was not placed.</param>
/// <param name="Errors">Why it was not, by field.</param>
internal sealed record PlacedOrder(Order? Order, Dictionary<string, string[]> Errors);
