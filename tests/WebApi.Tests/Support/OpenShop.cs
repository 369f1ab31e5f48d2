using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Migrator.TestSupport;

namespace Storefront.WebApi.Tests.Support;

/// <summary>The application on a migrated database, for all tests of a class. Each makes the rows that it looks at.</summary>
public sealed class OpenShop(TestServer server) : IAsyncLifetime
{
    private Application? _application;
    private Shop? _shop;

    internal TestDatabase Database => _shop!.Database;

    internal HttpClient Http => _application!.Http;

    internal string Log => _application!.Said;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.CreateAsync(server, "latest");
        _application = await Application.RunAsync(_shop.Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _application!.DisposeAsync();
        await _shop!.DisposeAsync();
    }

    internal async Task<Answer> GetAsync(string path) => await AnswerAsync(new(HttpMethod.Get, path));

    internal async Task<Answer> PostAsync(string path, object body) =>
        await AnswerAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    internal async Task<Answer> PutAsync(string path, object body) =>
        await AnswerAsync(new(HttpMethod.Put, path) { Content = JsonContent.Create(body) });

    internal async Task<Answer> SendAsync(HttpMethod method, string path, string body, string type = "application/json") =>
        await AnswerAsync(new(method, path)
        { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(type)) });

    internal async Task<long> CustomerAsync(string? email = null) =>
        (await PostAsync("/customers", new { email = email ?? NewEmail(), fullName = "Ada" })).Is(HttpStatusCode.Created)
            .Json.GetProperty("id").GetInt64();

    internal async Task<long> ProductAsync(decimal price, string currency = "EUR") =>
        (await PostAsync("/products", new { sku = NewName(), name = "Mug", prices = new[] { new { currency, amount = price } } }))
            .Is(HttpStatusCode.Created).Json.GetProperty("id").GetInt64();

    internal async Task<JsonElement> OrderAsync(long customer, params (long ProductId, int Quantity)[] lines) =>
        (await PostAsync("/orders",
            new
            {
                customerId = customer,
                lines = lines.Select(line => new { productId = line.ProductId, quantity = line.Quantity })
            }))
            .Is(HttpStatusCode.Created).Json;

    internal static string NewName() => Guid.NewGuid().ToString("N");

    internal static string NewEmail() => $"{NewName()}@example.com";

    private async Task<Answer> AnswerAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType,
                response.Headers.Location?.ToString(),
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
