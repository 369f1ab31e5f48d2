namespace Storefront.Schema;

/// <summary>What is to be told to others, written together with what happened.</summary>
internal static class OutboxMessages
{
    public const string Table = "outbox_messages";

    public const string Id = "id";
    public const string Topic = "topic";
    public const string Payload = "payload";
    public const string CreatedAt = "created_at";
    public const string PublishedAt = "published_at";
}
