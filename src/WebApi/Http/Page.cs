namespace Storefront.WebApi;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it.</param>
/// <param name="Next">Where the next part is; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
