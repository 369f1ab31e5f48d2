namespace Storefront.WebApi;

/// <summary>What a customer has bought so far, cancelled orders left out.</summary>
internal sealed record CustomerSummary(long OrderCount, decimal TotalSpent, DateTimeOffset? LastOrderAt);
