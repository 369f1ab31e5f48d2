using Storefront.Schema;

namespace Storefront.WebApi;

internal static class OutboxSql
{
    public static readonly Statement Add = new($"""
        INSERT INTO {OutboxMessages.Table} ({OutboxMessages.Topic}, {OutboxMessages.Payload}) VALUES ($1, $2::jsonb)
        """);
}
