namespace Storefront.Schema;

/// <summary>What was paid. <see cref="ProviderPayload"/> was erased and stays empty.</summary>
internal static class Payments
{
    public const string Table = "payments";

    public const string Id = "id";
    public const string OrderId = "order_id";
    public const string Provider = "provider";
    public const string ProviderReference = "provider_reference";
    public const string Amount = "amount";
    public const string PaidAt = "paid_at";
    public const string ProviderPayload = "provider_payload";
}
