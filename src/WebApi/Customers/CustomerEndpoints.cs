using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.WebApi;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/customers").WithTags("Customers");
        customers.MapPost("/", Add).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);
        customers.MapGet("/", List).ProducesValidationProblem();
        customers.MapGet("/{id:long}", Get).ProducesProblem(StatusCodes.Status404NotFound);
        customers.MapGet("/{id:long}/summary", Summary).ProducesProblem(StatusCodes.Status404NotFound);
        customers.MapGet("/{id:long}/orders", Orders).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<Customer>, ProblemHttpResult>> Add(
        NewCustomer customer, CustomerStore customers, CancellationToken cancellationToken) =>
        await customers.AddAsync(customer, cancellationToken) is { } added
            ? TypedResults.Created($"/customers/{added.Id}", added)
            : Problems.Conflict("There is a customer with this e-mail address.");

    private static Task<Page<Customer>> List(
        CustomerStore customers, CancellationToken cancellationToken, long after = 0,
        [Range(1, Paging.MostItems)] int limit = Paging.DefaultLimit) =>
        customers.ListAsync(after, limit, cancellationToken);

    private static async Task<Results<Ok<Customer>, ProblemHttpResult>> Get(long id, CustomerStore customers,
        CancellationToken cancellationToken) =>
        await customers.GetAsync(id, cancellationToken) is { } customer ? TypedResults.Ok(customer) : NotFound(id);

    private static async Task<Results<Ok<CustomerSummary>, ProblemHttpResult>> Summary(long id, CustomerStore customers,
        CancellationToken cancellationToken) =>
        await customers.SummaryAsync(id, cancellationToken) is { } summary ? TypedResults.Ok(summary) : NotFound(id);

    private static async Task<Results<Ok<Page<OrderSummary>>, ProblemHttpResult>> Orders(
        long id, CustomerStore customers, OrderStore orders, CancellationToken cancellationToken, Guid? after = null,
        [Range(1, Paging.MostItems)] int limit = Paging.DefaultLimit) =>
        await customers.GetAsync(id, cancellationToken) is null ? NotFound(id)
            : TypedResults.Ok(await orders.ListByCustomerAsync(id, after, limit, cancellationToken));

    private static ProblemHttpResult NotFound(long id) => Problems.NotFound($"There is no customer {id}.");
}
