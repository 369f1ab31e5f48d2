using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Storefront.WebApi;

internal sealed class OrderStore(NpgsqlDataSource database)
{
    // An order has one total and no currency beside it: the shop keeps its books in this one.
    private const string Currency = "EUR";

    /// <summary>Places an order with its lines, at the prices of this moment, and the message about it: all of it or
    /// nothing.</summary>
    public async Task<PlacedOrder> PlaceAsync(NewOrder order, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var prices = await PricesAsync(connection, order, cancellationToken);
        var errors = order.Lines.Index().Where(line => !prices.ContainsKey(line.Item.ProductId))
            .ToDictionary(line => $"lines[{line.Index}].productId",
                line => (string[])[$"There is no product {line.Item.ProductId} with a price in {Currency}."]);
        if (errors.Count > 0)
            return new(null, errors);

        OrderLine[] lines =
        [
            .. order.Lines.Index().Select(line => new OrderLine(
                line.Index + 1, line.Item.ProductId, line.Item.Quantity, prices[line.Item.ProductId],
                line.Item.Quantity * prices[line.Item.ProductId])),
        ];
        await using var place = OrderSql.Place.On(connection, order.CustomerId, lines.Sum(line => line.Total));
        if (await place.OneAsync(reader => new Placed(reader.GetInt64(0), Read(reader, 1)), cancellationToken) is not { } placed)
            return new(null, new() { ["customerId"] = [$"There is no customer {order.CustomerId}."] });

        await AddLinesAsync(connection, placed.Id, lines, cancellationToken);
        await using var tell = OutboxSql.Add.On(
            connection, "order.placed",
            JsonSerializer.Serialize(new
            { orderId = placed.Order.Id, customerId = placed.Order.CustomerId, total = placed.Order.Total }));
        await tell.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(Order.Of(placed.Order, lines), []);
    }

    public async Task<Order?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var get = OrderSql.Get.On(connection, id);
        if (await get.OneAsync(reader => Read(reader), cancellationToken) is not { } order)
            return null;

        await using var getLines = OrderSql.Lines.On(connection, id);
        return Order.Of(order, await getLines.AllAsync(
            reader => new OrderLine(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetDecimal(3),
                reader.GetDecimal(4)), cancellationToken));
    }

    /// <summary>Newest first; null where there is no such status.</summary>
    public async Task<Page<OrderSummary>?> ListByStatusAsync(string status, Guid? after, int limit,
        CancellationToken cancellationToken)
    {
        await using var known = OrderSql.KnowsStatus.On(database, status);
        if (await known.ExecuteScalarAsync(cancellationToken) is null)
            return null;

        await using var command = OrderSql.ListByStatus.On(database, status, after, Paging.Rows(limit));
        return Paging.Page(await command.AllAsync(reader => Read(reader), cancellationToken), limit,
            last => $"/orders?status={Uri.EscapeDataString(status)}&after={last.Id}&limit={limit}");
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<OrderSummary>> ListByCustomerAsync(long customerId, Guid? after, int limit,
        CancellationToken cancellationToken)
    {
        await using var command = OrderSql.ListByCustomer.On(database, customerId, after, Paging.Rows(limit));
        return Paging.Page(await command.AllAsync(reader => Read(reader), cancellationToken), limit,
            last => string.Create(CultureInfo.InvariantCulture, $"/customers/{customerId}/orders?after={last.Id}&limit={limit}"));
    }

    private static async Task<Dictionary<long, decimal>> PricesAsync(NpgsqlConnection connection, NewOrder order,
        CancellationToken cancellationToken)
    {
        await using var command = ProductSql.Prices.On(connection, Currency,
            order.Lines.Select(line => line.ProductId).Distinct().ToArray());
        var prices = await command.AllAsync(reader => (Product: reader.GetInt64(0), Amount: reader.GetDecimal(1)),
            cancellationToken);
        return prices.ToDictionary(price => price.Product, price => price.Amount);
    }

    private static async Task AddLinesAsync(NpgsqlConnection connection, long order, OrderLine[] lines,
        CancellationToken cancellationToken)
    {
        await using var command = OrderSql.AddLines.On(
            connection, order, lines.Select(line => line.Number).ToArray(), lines.Select(line => line.ProductId).ToArray(),
            lines.Select(line => line.Quantity).ToArray(), lines.Select(line => line.UnitPrice).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static OrderSummary Read(NpgsqlDataReader reader, int first = 0) => new(
        reader.GetGuid(first), reader.GetInt64(first + 1), reader.GetString(first + 2), reader.Time(first + 3),
        reader.GetDecimal(first + 4));

    private sealed record Placed(long Id, OrderSummary Order);
}
