using Npgsql;

namespace Storefront.WebApi;

internal sealed class CustomerStore(NpgsqlDataSource database)
{
    /// <summary>Null where somebody has that e-mail address already, in whatever case.</summary>
    public async Task<Customer?> AddAsync(NewCustomer customer, CancellationToken cancellationToken)
    {
        await using var command = CustomerSql.Add.On(database, customer.Email, customer.FullName);
        return await command.OneAsync(Read, cancellationToken);
    }

    public async Task<Customer?> GetAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = CustomerSql.Get.On(database, id);
        return await command.OneAsync(Read, cancellationToken);
    }

    public async Task<Page<Customer>> ListAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = CustomerSql.List.On(database, after, Paging.Rows(limit));
        return Paging.Page(await command.AllAsync(Read, cancellationToken), limit,
            last => $"/customers?after={last.Id}&limit={limit}");
    }

    public async Task<CustomerSummary?> SummaryAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = CustomerSql.Summary.On(database, id);
        return await command.OneAsync(
            reader => new CustomerSummary(reader.GetInt64(0), reader.GetDecimal(1), reader.IsDBNull(2) ? null : reader.Time(2)),
            cancellationToken);
    }

    private static Customer Read(NpgsqlDataReader reader) =>
        new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.Time(3));
}
