namespace Storefront.WebApi;

internal sealed record Product(long Id, string Sku, string Name, DateTimeOffset CreatedAt, IReadOnlyList<ProductPrice> Prices);
