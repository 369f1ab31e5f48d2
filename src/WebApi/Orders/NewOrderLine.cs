using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

public sealed record NewOrderLine(long ProductId, [Range(1, 100)] int Quantity);
