using Storefront.Schema;

namespace Storefront.WebApi;

internal static class OrderSql
{
    private const string Columns =
        $"{Orders.PublicId}, {Orders.CustomerId}, {Orders.Status}, {Orders.PlacedAt}, {Orders.Total}";

    // The last order seen is named by its public id: the counting one stays inside.
    private const string AfterThat = $"""
        ($2::uuid IS NULL OR ({Orders.PlacedAt}, {Orders.Id}) <
            (SELECT last.{Orders.PlacedAt}, last.{Orders.Id} FROM {Orders.Table} AS last WHERE last.{Orders.PublicId} = $2::uuid))
        ORDER BY {Orders.PlacedAt} DESC, {Orders.Id} DESC LIMIT $3
        """;

    /// <summary>Gives no row where there is no such customer.</summary>
    public static readonly Statement Place = new($"""
        INSERT INTO {Orders.Table} ({Orders.CustomerId}, {Orders.Total})
        SELECT buyer.{Customers.Id}, $2 FROM {Customers.Table} AS buyer WHERE buyer.{Customers.Id} = $1
        RETURNING {Orders.Id}, {Columns}
        """);

    public static readonly Statement AddLines = new($"""
        INSERT INTO {OrderLines.Table}
            ({OrderLines.OrderId}, {OrderLines.LineNumber}, {OrderLines.ProductId}, {OrderLines.Quantity}, {OrderLines.UnitPrice})
        SELECT $1, line.number, line.product, line.quantity, line.price
        FROM unnest($2::int[], $3::bigint[], $4::int[], $5::numeric[]) AS line (number, product, quantity, price)
        """);

    public static readonly Statement Get = new($"""
        SELECT {Columns} FROM {Orders.Table} WHERE {Orders.PublicId} = $1
        """);

    public static readonly Statement Lines = new($"""
        SELECT line.{OrderLines.LineNumber}, line.{OrderLines.ProductId}, line.{OrderLines.Quantity}, line.{OrderLines.UnitPrice}, line.{OrderLines.LineTotal}
        FROM {OrderLines.Table} AS line
        JOIN {Orders.Table} AS placed ON placed.{Orders.Id} = line.{OrderLines.OrderId}
        WHERE placed.{Orders.PublicId} = $1
        ORDER BY line.{OrderLines.LineNumber}
        """);

    public static readonly Statement ListByStatus = new($"""
        SELECT {Columns} FROM {Orders.Table} WHERE {Orders.Status} = $1 AND {AfterThat}
        """);

    public static readonly Statement ListByCustomer = new($"""
        SELECT {Columns} FROM {Orders.Table} WHERE {Orders.CustomerId} = $1 AND {AfterThat}
        """);

    public static readonly Statement KnowsStatus = new($"""
        SELECT {OrderStatuses.Code} FROM {OrderStatuses.Table} WHERE {OrderStatuses.Code} = $1
        """);
}
