using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class ProblemTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Theory]
    [InlineData("""{"email": "ada@example.com", """, "The body is not what is expected at $.")]
    [InlineData("""{"email": 1, "fullName": "Ada"}""", "The body is not what is expected at $.email.")]
    [InlineData("""{"email": "ada@example.com", "fullName": "Ada", "age": 36}""", "The body is not what is expected at $.age.")]
    [InlineData("""[]""", "The body is not what is expected at $.")]
    [InlineData("", "The body or a parameter is missing, or cannot be read.")]
    [InlineData("null", "The body or a parameter is missing, or cannot be read.")]
    public async Task Body_ThatCannotBeRead_IsSaidWhere(string body, string detail)
    {
        var answer = (await shop.SendAsync(HttpMethod.Post, "/customers", body)).IsProblem(HttpStatusCode.BadRequest);

        Assert.Equal(detail, answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task AnythingElseThatIsWrong_IsAProblem()
    {
        (await shop.SendAsync(HttpMethod.Post, "/customers", "email=ada", "application/x-www-form-urlencoded"))
            .IsProblem(HttpStatusCode.UnsupportedMediaType);
        (await shop.SendAsync(HttpMethod.Delete, "/customers", "")).IsProblem(HttpStatusCode.MethodNotAllowed);
        (await shop.GetAsync("/nowhere")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WhatIsTheClientsFault_IsNotLogged()
    {
        await shop.SendAsync(HttpMethod.Post, "/customers", "{");
        await shop.GetAsync("/customers?limit=many");
        await shop.GetAsync("/customers?limit=0");
        await shop.GetAsync("/nowhere");

        Assert.DoesNotContain("fail:", shop.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("warn:", shop.Log, StringComparison.Ordinal);
    }
}
