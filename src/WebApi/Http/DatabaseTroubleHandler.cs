using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Storefront.WebApi;

/// <summary>Answers 503 while the database is away or busy, which is no fault of the application's and passes.</summary>
internal sealed partial class DatabaseTroubleHandler(IProblemDetailsService problems, ILogger<DatabaseTroubleHandler> logger)
    : IExceptionHandler
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not NpgsqlException { IsTransient: true })
            return false;

        Away(logger, exception.Message);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Detail = "The database does not answer. Try again." }
        });
    }

    [LoggerMessage(1, LogLevel.Warning, "The database does not answer: {Reason}")]
    private static partial void Away(ILogger logger, string reason);
}
