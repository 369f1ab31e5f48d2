namespace Storefront.WebApi;

internal sealed record Payment(Guid OrderId, string Provider, string Reference, decimal Amount, DateTimeOffset PaidAt);
