namespace Storefront.WebApi;

internal sealed record Customer(long Id, string Email, string FullName, DateTimeOffset CreatedAt);
