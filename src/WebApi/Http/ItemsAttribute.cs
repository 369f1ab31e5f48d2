using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

/// <summary>A list of at least one thing and at most so many, none of them null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ItemsAttribute(int most) : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => value switch
    {
        // A missing one is another rule's.
        null => ValidationResult.Success,
        ICollection list when list.Count >= 1 && list.Count <= most && list.Cast<object?>().All(item => item is not null) =>
            ValidationResult.Success,
        _ => new($"{validationContext.DisplayName} must have 1 to {most} items."),
    };
}
