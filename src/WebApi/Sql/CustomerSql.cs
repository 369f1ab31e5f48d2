using Storefront.Schema;

namespace Storefront.WebApi;

internal static class CustomerSql
{
    // Without a target: the unique index is on an expression, and there is no other that a new row can hit.
    public static readonly Statement Add = new($"""
        INSERT INTO {Customers.Table} ({Customers.Email}, {Customers.FullName}) VALUES ($1, $2)
        ON CONFLICT DO NOTHING
        RETURNING {Customers.Id}, {Customers.Email}, {Customers.FullName}, {Customers.CreatedAt}
        """);

    public static readonly Statement Get = new($"""
        SELECT {Customers.Id}, {Customers.Email}, {Customers.FullName}, {Customers.CreatedAt} FROM {Customers.Table}
        WHERE {Customers.Id} = $1
        """);

    public static readonly Statement List = new($"""
        SELECT {Customers.Id}, {Customers.Email}, {Customers.FullName}, {Customers.CreatedAt} FROM {Customers.Table}
        WHERE {Customers.Id} > $1 ORDER BY {Customers.Id} LIMIT $2
        """);

    public static readonly Statement Summary = new($"""
        SELECT {CustomerOrderSummary.OrderCount}, {CustomerOrderSummary.TotalSpent}, {CustomerOrderSummary.LastOrderAt}
        FROM {CustomerOrderSummary.Table} WHERE {CustomerOrderSummary.CustomerId} = $1
        """);
}
