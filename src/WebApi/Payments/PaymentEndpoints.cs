using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.WebApi;

internal static class PaymentEndpoints
{
    // PUT under the provider's own reference: a callback that comes twice is the same request, and says so in its address.
    private const string Pattern =
        "/orders/{id:guid}/payments/{provider:regex(^[a-z0-9-]{{1,40}}$)}/{reference:regex(^[A-Za-z0-9._-]{{1,100}}$)}";

    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapPut(Pattern, Pay).WithTags("Payments").ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        app.MapGet(Pattern, Get).WithTags("Payments").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<Payment>, Ok<Payment>, ProblemHttpResult>> Pay(
        Guid id, string provider, string reference, NewPayment payment, PaymentStore payments,
        CancellationToken cancellationToken)
    {
        var (outcome, paid) = await payments.PayAsync(id, provider, reference, payment.Amount, cancellationToken);
        return outcome switch
        {
            PaymentOutcome.Paid => TypedResults.Created($"/orders/{id}/payments/{provider}/{reference}", paid),
            PaymentOutcome.PaidBefore => TypedResults.Ok(paid),
            PaymentOutcome.NoSuchOrder => Problems.NotFound($"There is no order {id}."),
            PaymentOutcome.NotPending => Problems.Conflict("The order does not wait for a payment."),
            PaymentOutcome.WrongAmount => Problems.Unprocessable("amount", "The amount is not what the order costs."),
            _ => Problems.Conflict("The reference belongs to another payment."),
        };
    }

    private static async Task<Results<Ok<Payment>, ProblemHttpResult>> Get(
        Guid id, string provider, string reference, PaymentStore payments, CancellationToken cancellationToken) =>
        await payments.GetAsync(id, provider, reference, cancellationToken) is { } payment
            ? TypedResults.Ok(payment) : Problems.NotFound("There is no such payment.");
}
