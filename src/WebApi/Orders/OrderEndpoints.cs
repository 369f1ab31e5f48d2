using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.WebApi;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders").WithTags("Orders");
        orders.MapPost("/", Place).ProducesValidationProblem()
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        orders.MapGet("/", List).ProducesValidationProblem().ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        orders.MapGet("/{id:guid}", Get).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<Order>, ProblemHttpResult>> Place(NewOrder order, OrderStore orders,
        CancellationToken cancellationToken)
    {
        var placed = await orders.PlaceAsync(order, cancellationToken);
        return placed.Order is { } done
            ? TypedResults.Created($"/orders/{done.Id}", done) : Problems.Unprocessable(placed.Errors);
    }

    private static async Task<Results<Ok<Page<OrderSummary>>, ProblemHttpResult>> List(
        OrderStore orders, CancellationToken cancellationToken, string status = OrderStatus.Pending, Guid? after = null,
        [Range(1, Paging.MostItems)] int limit = Paging.DefaultLimit) =>
        await orders.ListByStatusAsync(status, after, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page) : Problems.Unprocessable("status", "There is no such status.");

    private static async Task<Results<Ok<Order>, ProblemHttpResult>> Get(Guid id, OrderStore orders,
        CancellationToken cancellationToken) =>
        await orders.GetAsync(id, cancellationToken) is { } order
            ? TypedResults.Ok(order) : Problems.NotFound($"There is no order {id}.");
}
