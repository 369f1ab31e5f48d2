using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

public sealed record NewProduct(
    [Required, SingleLine(64)] string Sku,
    [Required, SingleLine(200)] string Name,
    [Required, Items(50)] IReadOnlyList<ProductPrice> Prices);
