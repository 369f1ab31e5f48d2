using System.Net;
using Storefront.WebApi.Tests.Support;

namespace Storefront.WebApi.Tests.Endpoints;

public sealed class PaymentTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [Fact]
    public async Task Pay_PaysTheOrderAndTells()
    {
        var order = await PendingAsync();
        var reference = OpenShop.NewName();

        var paid = (await shop.PutAsync($"/orders/{order}/payments/example/{reference}", new { amount = 5m }))
            .Is(HttpStatusCode.Created);

        Assert.Equal(paid.Body, (await shop.GetAsync(paid.Location!)).Is(HttpStatusCode.OK).Body);
        Assert.Equal("paid", (await shop.GetAsync($"/orders/{order}")).Json.GetProperty("status").GetString());
        Assert.Equal(1,
            await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox_messages WHERE topic = 'order.paid' AND "
            + $"payload->>'orderId' = '{order}'"));
    }

    [Fact]
    public async Task Pay_TheProviderRepeatsItself_PaysOnce()
    {
        var order = await PendingAsync();
        var reference = OpenShop.NewName();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => shop.PutAsync($"/orders/{order}/payments/example/{reference}", new { amount = 5m })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(1,
            await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM payments WHERE provider_reference = '{reference}'"));
        Assert.Equal(1,
            await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox_messages WHERE topic = 'order.paid' AND "
            + $"payload->>'orderId' = '{order}'"));
    }

    [Fact]
    public async Task Pay_TwoPaymentsOfOneOrder_OneIsAConflict()
    {
        var order = await PendingAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => shop.PutAsync($"/orders/{order}/payments/example/{OpenShop.NewName()}", new { amount = 5m })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created),
            answer => answer.IsProblem(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Pay_OneReferenceForTwoOrders_OneIsAConflict()
    {
        string[] orders = [await PendingAsync(), await PendingAsync()];
        var reference = OpenShop.NewName();

        var answers = await Task.WhenAll(
            orders.Select(order => shop.PutAsync($"/orders/{order}/payments/example/{reference}", new { amount = 5m })));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Pay_SameReferenceAnotherAmount_IsAConflict()
    {
        var order = await PendingAsync();
        var path = $"/orders/{order}/payments/example/{OpenShop.NewName()}";
        await shop.PutAsync(path, new { amount = 5m });

        (await shop.PutAsync(path, new { amount = 4m })).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Pay_NotWhatItCosts_IsNamedAndNothingIsPaid()
    {
        var order = await PendingAsync();

        (await shop.PutAsync($"/orders/{order}/payments/example/{OpenShop.NewName()}", new { amount = 4.99m }))
            .IsInvalid(HttpStatusCode.UnprocessableEntity, "amount");

        Assert.Equal("pending", (await shop.GetAsync($"/orders/{order}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Pay_NoAmount_IsNamed() =>
        (await shop.PutAsync($"/orders/{await PendingAsync()}/payments/example/{OpenShop.NewName()}", new { }))
            .IsInvalid(HttpStatusCode.BadRequest, "amount");

    [Fact]
    public async Task Pay_UnknownOrder_IsNotFound() =>
        (await shop.PutAsync($"/orders/{Guid.NewGuid()}/payments/example/x", new { amount = 5m }))
            .IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task Get_OfAnotherOrder_IsNotFound()
    {
        var reference = OpenShop.NewName();
        await shop.PutAsync($"/orders/{await PendingAsync()}/payments/example/{reference}", new { amount = 5m });

        (await shop.GetAsync($"/orders/{await PendingAsync()}/payments/example/{reference}")).IsProblem(HttpStatusCode.NotFound);
    }

    private async Task<string> PendingAsync() =>
        (await shop.OrderAsync(await shop.CustomerAsync(), (await shop.ProductAsync(2.50m), 2))).GetProperty("id").GetString()!;
}
