using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

/// <summary>What the application says of itself.</summary>
public sealed class DescriptionTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task OpenApi_HasEveryAddress()
    {
        var document = (await shop.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(
            [
                "GET /customers", "GET /customers/{id}", "GET /customers/{id}/orders", "GET /customers/{id}/summary",
                "GET /orders", "GET /orders/{id}", "GET /orders/{id}/payments/{provider}/{reference}", "GET /products",
                "GET /products/{id}", "GET /version", "POST /customers", "POST /orders", "POST /products",
                "PUT /orders/{id}/payments/{provider}/{reference}",
            ],
            document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name}"))
                .Order(StringComparer.Ordinal));
        var responses = document.GetProperty("paths").GetProperty("/orders").GetProperty("post").GetProperty("responses");
        Assert.Equal(["201", "400", "422"], responses.EnumerateObject().Select(response => response.Name).Order());
    }

    [Fact]
    public async Task Version_IsBuildAndSchema()
    {
        var version = (await shop.GetAsync("/version")).Is(HttpStatusCode.OK).Json;

        Assert.StartsWith("0.", version.GetProperty("build").GetString(), StringComparison.Ordinal);
        Assert.Equal((20251202080000, 20251202080000, "upToDate"),
            (version.GetProperty("requiredSchema").GetInt64(), version.GetProperty("actualSchema").GetInt64(),
                version.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Health_IsHealthy()
    {
        Assert.Equal("Healthy", (await shop.GetAsync("/health/live")).Is(HttpStatusCode.OK).Body);
        Assert.Equal("Healthy", (await shop.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Body);
    }
}
