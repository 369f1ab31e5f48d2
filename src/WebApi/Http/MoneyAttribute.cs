using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

/// <summary>An amount of money: more than nothing, at most <see cref="Most"/>, and no fraction of a cent.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class MoneyAttribute : ValidationAttribute
{
    /// <summary>The largest order, of 100 lines with 100 each, must fit into numeric(12, 2).</summary>
    public const decimal Most = 999_999.99m;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is decimal amount && amount > 0 && amount <= Most && decimal.Round(amount, 2) == amount ? ValidationResult.Success
            : new($"{validationContext.DisplayName} must lie between 0.01 and {Most}, with two decimals at most.");
}
