namespace Storefront.WebApi;

/// <summary>What became of a payment.</summary>
internal enum PaymentOutcome
{
    /// <summary>The order is paid by it now.</summary>
    Paid,

    /// <summary>It came before: nothing was done again.</summary>
    PaidBefore,

    NoSuchOrder,

    /// <summary>The order does not wait for a payment (any more).</summary>
    NotPending,

    /// <summary>It is not what the order costs.</summary>
    WrongAmount,

    /// <summary>The provider's reference belongs to another order or another amount.</summary>
    ReferenceTaken,
}
