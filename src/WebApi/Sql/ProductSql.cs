using Storefront.Schema;

namespace Storefront.WebApi;

internal static class ProductSql
{
    private const string WithPrices = $"""
        SELECT product.{Products.Id}, product.{Products.Sku}, product.{Products.Name}, product.{Products.CreatedAt},
               array_agg(price.{ProductPrices.Currency} ORDER BY price.{ProductPrices.Currency}),
               array_agg(price.{ProductPrices.Amount} ORDER BY price.{ProductPrices.Currency})
        FROM {Products.Table} AS product
        LEFT JOIN {ProductPrices.Table} AS price ON price.{ProductPrices.ProductId} = product.{Products.Id}
        """;

    public static readonly Statement Add = new($"""
        INSERT INTO {Products.Table} ({Products.Sku}, {Products.Name}) VALUES ($1, $2)
        ON CONFLICT ({Products.Sku}) DO NOTHING
        RETURNING {Products.Id}, {Products.CreatedAt}
        """);

    public static readonly Statement AddPrices = new($"""
        INSERT INTO {ProductPrices.Table} ({ProductPrices.ProductId}, {ProductPrices.Currency}, {ProductPrices.Amount})
        SELECT $1, price.currency, price.amount FROM unnest($2::text[], $3::numeric[]) AS price (currency, amount)
        RETURNING {ProductPrices.Currency}, {ProductPrices.Amount}
        """);

    public static readonly Statement Get = new($"""
        {WithPrices}
        WHERE product.{Products.Id} = $1
        GROUP BY product.{Products.Id}
        """);

    public static readonly Statement List = new($"""
        {WithPrices}
        WHERE product.{Products.Id} > $1
        GROUP BY product.{Products.Id} ORDER BY product.{Products.Id} LIMIT $2
        """);

    public static readonly Statement Prices = new($"""
        SELECT {ProductPrices.ProductId}, {ProductPrices.Amount} FROM {ProductPrices.Table}
        WHERE {ProductPrices.Currency} = $1 AND {ProductPrices.ProductId} = ANY($2)
        """);
}
