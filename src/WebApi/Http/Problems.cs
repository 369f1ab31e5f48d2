using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.WebApi;

/// <summary>What goes wrong without being a fault, as problem details.</summary>
internal static class Problems
{
    /// <summary>Names fields as the JSON does, not as the code does.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        if (context.ProblemDetails is HttpValidationProblemDetails validation)
            validation.Errors = validation.Errors.ToDictionary(
                error => string.Join('.', error.Key.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)), error =>
                    error.Value);
    };

    public static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    /// <summary>Well formed, and yet not possible: the fields that are why, with what is wrong with each.</summary>
    public static ProblemHttpResult Unprocessable(Dictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity });

    public static ProblemHttpResult Unprocessable(string field, string error) =>
        Unprocessable(new Dictionary<string, string[]> { [field] = [error] });
}
