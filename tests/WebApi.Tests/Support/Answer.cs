using System.Net;
using System.Text.Json;

namespace Storefront.WebApi.Tests.Support;

/// <summary>What the application answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Type, string? Location, string Body)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {status}: {Status}\n{Body}");
        return this;
    }

    /// <summary>Fails unless it is a problem with errors on these fields and no others.</summary>
    public void IsInvalid(HttpStatusCode status, params string[] fields)
    {
        IsProblem(status);
        Assert.Equal(fields.Order(), Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        Assert.All(Json.GetProperty("errors").EnumerateObject(), error => Assert.NotEqual(0, error.Value.GetArrayLength()));
    }

    public Answer IsProblem(HttpStatusCode status)
    {
        Is(status);
        Assert.Equal("application/problem+json", Type);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        return this;
    }
}
