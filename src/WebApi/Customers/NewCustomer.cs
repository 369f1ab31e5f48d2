using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

public sealed record NewCustomer(
    [Required, SingleLine(254), EmailAddress] string Email,
    [Required, SingleLine(200)] string FullName);
