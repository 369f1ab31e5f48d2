namespace Storefront.WebApi;

internal sealed record OrderLine(int Number, long ProductId, int Quantity, decimal UnitPrice, decimal Total);
