namespace Storefront.WebApi;

public sealed record NewPayment([Money] decimal Amount);
