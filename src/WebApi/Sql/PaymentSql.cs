using Storefront.Schema;

namespace Storefront.WebApi;

internal static class PaymentSql
{
    /// <summary>Whoever pays the same order waits here, so that it is paid once.</summary>
    public static readonly Statement LockOrder = new($"""
        SELECT {Orders.Id}, {Orders.Status}, {Orders.Total} FROM {Orders.Table} WHERE {Orders.PublicId} = $1 FOR NO KEY UPDATE
        """);

    public static readonly Statement Get = new($"""
        SELECT placed.{Orders.PublicId}, paid.{Payments.Provider}, paid.{Payments.ProviderReference}, paid.{Payments.Amount}, paid.{Payments.PaidAt}
        FROM {Payments.Table} AS paid
        JOIN {Orders.Table} AS placed ON placed.{Orders.Id} = paid.{Payments.OrderId}
        WHERE paid.{Payments.Provider} = $1 AND paid.{Payments.ProviderReference} = $2
        """);

    /// <summary>Gives no row where the provider's reference is known already.</summary>
    public static readonly Statement Add = new($"""
        INSERT INTO {Payments.Table} ({Payments.OrderId}, {Payments.Provider}, {Payments.ProviderReference}, {Payments.Amount})
        VALUES ($1, $2, $3, $4)
        ON CONFLICT ({Payments.Provider}, {Payments.ProviderReference}) DO NOTHING
        RETURNING {Payments.Amount}, {Payments.PaidAt}
        """);

    public static readonly Statement SetStatus = new($"""
        UPDATE {Orders.Table} SET {Orders.Status} = $2 WHERE {Orders.Id} = $1
        """);
}
