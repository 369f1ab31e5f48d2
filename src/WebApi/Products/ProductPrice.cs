using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

public sealed record ProductPrice(
    [Required, RegularExpression("^[A-Z]{3}$",
        ErrorMessage = "Currency must be three capital letters, such as EUR.")] string Currency,
    [Money] decimal Amount);
