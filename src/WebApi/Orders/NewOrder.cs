using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

public sealed record NewOrder(long CustomerId, [Required, Items(100)] IReadOnlyList<NewOrderLine> Lines);
