using System.Text.Json;
using Npgsql;

namespace Storefront.WebApi;

internal sealed class PaymentStore(NpgsqlDataSource database)
{
    /// <summary>Pays an order, once, however often the provider says so.</summary>
    public async Task<(PaymentOutcome Outcome, Payment? Payment)> PayAsync(
        Guid orderId, string provider, string reference, decimal amount, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var lockOrder = PaymentSql.LockOrder.On(connection, orderId);
        var order = await lockOrder.OneAsync(reader => new Locked(reader.GetInt64(0), reader.GetString(1), reader.GetDecimal(2)),
            cancellationToken);
        if (order is null)
            return (PaymentOutcome.NoSuchOrder, null);
        if (await FindAsync(connection, provider, reference, cancellationToken) is { } before)
            return before.OrderId == orderId && before.Amount == amount
                ? (PaymentOutcome.PaidBefore, before) : (PaymentOutcome.ReferenceTaken, null);
        if (order.Status != OrderStatus.Pending)
            return (PaymentOutcome.NotPending, null);
        if (order.Total != amount)
            return (PaymentOutcome.WrongAmount, null);

        await using var add = PaymentSql.Add.On(connection, order.Id, provider, reference, amount);
        var payment = await add.OneAsync(reader => new Payment(orderId, provider, reference, reader.GetDecimal(0),
            reader.Time(1)), cancellationToken);
        // Somebody used the reference for another order in this very moment.
        if (payment is null)
            return (PaymentOutcome.ReferenceTaken, null);

        await using var setStatus = PaymentSql.SetStatus.On(connection, order.Id, OrderStatus.Paid);
        await setStatus.ExecuteNonQueryAsync(cancellationToken);
        await using var tell = OutboxSql.Add.On(connection, "order.paid",
            JsonSerializer.Serialize(new { orderId, amount, provider, reference }));
        await tell.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (PaymentOutcome.Paid, payment);
    }

    /// <summary>A payment of this order, or null.</summary>
    public async Task<Payment?> GetAsync(Guid orderId, string provider, string reference, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, provider, reference, cancellationToken) is { } payment && payment.OrderId == orderId
            ? payment : null;
    }

    private static async Task<Payment?> FindAsync(NpgsqlConnection connection, string provider, string reference,
        CancellationToken cancellationToken)
    {
        await using var command = PaymentSql.Get.On(connection, provider, reference);
        return await command.OneAsync(
            reader => new Payment(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3),
                reader.Time(4)), cancellationToken);
    }

    private sealed record Locked(long Id, string Status, decimal Total);
}
