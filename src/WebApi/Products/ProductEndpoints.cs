using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.WebApi;

internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products");
        products.MapPost("/", Add).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        products.MapGet("/", List).ProducesValidationProblem();
        products.MapGet("/{id:long}", Get).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<Product>, ProblemHttpResult>> Add(
        NewProduct product, ProductStore products, CancellationToken cancellationToken)
    {
        if (product.Prices.GroupBy(price => price.Currency).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return Problems.Unprocessable("prices", $"There are two prices in {twice.Key}.");

        return await products.AddAsync(product, cancellationToken) is { } added
            ? TypedResults.Created($"/products/{added.Id}", added) : Problems.Conflict("There is a product with this SKU.");
    }

    private static Task<Page<Product>> List(
        ProductStore products, CancellationToken cancellationToken, long after = 0,
        [Range(1, Paging.MostItems)] int limit = Paging.DefaultLimit) =>
        products.ListAsync(after, limit, cancellationToken);

    private static async Task<Results<Ok<Product>, ProblemHttpResult>> Get(long id, ProductStore products,
        CancellationToken cancellationToken) =>
        await products.GetAsync(id, cancellationToken) is { } product
            ? TypedResults.Ok(product) : Problems.NotFound($"There is no product {id}.");
}
