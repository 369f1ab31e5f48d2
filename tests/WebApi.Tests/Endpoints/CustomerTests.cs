using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class CustomerTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task Add_IsCreatedWhereItsLocationSays()
    {
        var email = OpenShop.NewEmail();

        var added = (await shop.PostAsync("/customers", new { email, fullName = "Ada Example" })).Is(HttpStatusCode.Created);
        var got = (await shop.GetAsync(added.Location!)).Is(HttpStatusCode.OK);

        Assert.Equal(added.Body, got.Body);
        Assert.Equal((email, "Ada Example"),
            (got.Json.GetProperty("email").GetString(), got.Json.GetProperty("fullName").GetString()));
        Assert.Equal(["id", "email", "fullName", "createdAt"], got.Json.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Add_SameEmailInOtherCase_IsAConflict()
    {
        var email = OpenShop.NewEmail();
        await shop.CustomerAsync(email);

        (await shop.PostAsync("/customers", new { email = email.ToUpperInvariant(), fullName = "Ada" }))
            .IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Add_SameEmailAtTheSameTime_OneIsCreated()
    {
        var email = OpenShop.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => shop.PostAsync("/customers", new { email, fullName = "Ada" })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("""{"fullName": "Ada"}""", "email")]
    [InlineData("""{"email": "ada@example.com"}""", "fullName")]
    [InlineData("""{"email": "ada@example.com", "fullName": null}""", "fullName")]
    [InlineData("""{"email": "ada", "fullName": "Ada"}""", "email")]
    [InlineData("""{"email": "ada@example.com", "fullName": "  "}""", "fullName")]
    [InlineData("""{"email": "ada@example.com", "fullName": "A\nda"}""", "fullName")]
    [InlineData("""{"email": "ada@example.com", "fullName": "A\u0000da"}""", "fullName")]
    [InlineData("""{"email": "a\u0000da@example.com", "fullName": "Ada"}""", "email")]
    [InlineData("""{}""", "email", "fullName")]
    public async Task Add_FieldThatCannotBe_IsNamed(string body, params string[] fields) =>
        (await shop.SendAsync(HttpMethod.Post, "/customers", body)).IsInvalid(HttpStatusCode.BadRequest, fields);

    [Fact]
    public async Task Add_TooLong_IsNamed() =>
        (await shop.PostAsync("/customers", new { email = OpenShop.NewEmail(), fullName = new string('a', 201) }))
            .IsInvalid(HttpStatusCode.BadRequest, "fullName");

    [Fact]
    public async Task Get_Unknown_IsNotFound()
    {
        (await shop.GetAsync("/customers/999999")).IsProblem(HttpStatusCode.NotFound);
        (await shop.GetAsync("/customers/999999/summary")).IsProblem(HttpStatusCode.NotFound);
        (await shop.GetAsync("/customers/999999/orders")).IsProblem(HttpStatusCode.NotFound);
        (await shop.GetAsync("/customers/ada")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Summary_CountsWhatWasBought()
    {
        var customer = await shop.CustomerAsync();
        var before = (await shop.GetAsync($"/customers/{customer}/summary")).Json;
        await shop.OrderAsync(customer, (await shop.ProductAsync(2.50m), 2));
        await shop.OrderAsync(customer, (await shop.ProductAsync(1.00m), 1));

        var after = (await shop.GetAsync($"/customers/{customer}/summary")).Json;

        Assert.Equal("""{"orderCount":0,"totalSpent":0,"lastOrderAt":null}""", before.GetRawText());
        Assert.Equal((2, 6.00m), (after.GetProperty("orderCount").GetInt32(), after.GetProperty("totalSpent").GetDecimal()));
    }
}
