using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Storefront.WebApi;

/// <summary>Says where a request could not be read: the framework alone says only that it could not.</summary>
internal sealed class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        httpContext.Response.StatusCode = bad.StatusCode;
        var detail = bad.InnerException is JsonException { Path: { } path } ? $"The body is not what is expected at {path}."
            : "The body or a parameter is missing, or cannot be read.";
        return await problems.TryWriteAsync(new()
        { HttpContext = httpContext, ProblemDetails = new ProblemDetails { Detail = detail } });
    }
}
