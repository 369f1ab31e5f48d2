using Npgsql;

namespace Storefront.WebApi;

internal sealed class ProductStore(NpgsqlDataSource database)
{
    /// <summary>Null where there is a product with that SKU.</summary>
    public async Task<Product?> AddAsync(NewProduct product, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var add = ProductSql.Add.On(connection, product.Sku, product.Name);
        if (await add.OneAsync(reader => new Product(reader.GetInt64(0), product.Sku, product.Name, reader.Time(1), []),
            cancellationToken) is not { } added)
            return null;

        var prices = product.Prices.OrderBy(price => price.Currency, StringComparer.Ordinal).ToList();
        await using var addPrices = ProductSql.AddPrices.On(
            connection, added.Id, prices.Select(price => price.Currency).ToArray(),
            prices.Select(price => price.Amount).ToArray());
        added = added with
        {
            Prices = await addPrices.AllAsync(reader => new ProductPrice(reader.GetString(0), reader.GetDecimal(1)),
                cancellationToken)
        };
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    public async Task<Product?> GetAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = ProductSql.Get.On(database, id);
        return await command.OneAsync(Read, cancellationToken);
    }

    public async Task<Page<Product>> ListAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = ProductSql.List.On(database, after, Paging.Rows(limit));
        return Paging.Page(await command.AllAsync(Read, cancellationToken), limit,
            last => $"/products?after={last.Id}&limit={limit}");
    }

    // A product without a price comes with one pair of NULLs.
    private static Product Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.Time(3),
        [
            .. reader.GetFieldValue<string?[]>(4).Zip(reader.GetFieldValue<decimal?[]>(5))
                .Where(price => price.First is not null).Select(price => new ProductPrice(price.First!, price.Second!.Value)),
        ]);
}
