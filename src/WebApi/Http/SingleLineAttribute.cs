using System.ComponentModel.DataAnnotations;

namespace Storefront.WebApi;

/// <summary>A text that is not blank, not longer than so many characters, and without line breaks or other control
/// characters.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class SingleLineAttribute(int longest) : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => value switch
    {
        // A missing one is another rule's.
        null => ValidationResult.Success,
        string text when string.IsNullOrWhiteSpace(text) => Wrong(validationContext, "must not be blank"),
        string text when text.Length > longest => Wrong(validationContext, $"must not be longer than {longest} characters"),
        string text when text.Any(char.IsControl) => Wrong(validationContext, "must be one line of text"),
        _ => ValidationResult.Success,
    };

    private static ValidationResult Wrong(ValidationContext context, string what) => new($"{context.DisplayName} {what}.");
}
