using Npgsql;

namespace Deploy.Tests.Programs;

/// <summary>What psql and its like are told by variables.</summary>
internal static class Libpq
{
    public static Dictionary<string, string> Variables(NpgsqlConnectionStringBuilder connection) => new()
    {
        ["PGHOST"] = connection.Host!,
        ["PGPORT"] = $"{connection.Port}",
        ["PGUSER"] = connection.Username!,
        ["PGPASSWORD"] = connection.Password ?? "",
        ["PGDATABASE"] = connection.Database!,
    };
}
