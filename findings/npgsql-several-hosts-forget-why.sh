#!/usr/bin/env bash
# Npgsql 10.0.3: of a connection string with several hosts that all refuse, the first attempt says so, host by host. The next one within ten seconds (Host
# Recheck Seconds) asks none of them and throws another exception, "No suitable host was found.", without an inner one: the same words as for hosts that
# answer and are not what Target Session Attributes asks for. Who retries and logs the last exception never reads "connection refused", and code that tells
# passing failures by their inner exception takes the second for a lasting one. IsTransient is false for both. Needs the .NET 10 SDK; no server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/app.cs" <<'CS'
#:package Npgsql@10.0.3
#:property PublishAot=false
using System.Net;
using System.Net.Sockets;
using Npgsql;

int Free()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

await using var source = new NpgsqlDataSourceBuilder($"Host=127.0.0.1:{Free()},127.0.0.1:{Free()};Username=a;Password=b;Database=c").BuildMultiHost();
for (var attempt = 1; attempt <= 2; attempt++)
{
    try
    {
        await using var connection = await source.OpenConnectionAsync();
    }
    catch (NpgsqlException exception)
    {
        var inner = exception.InnerException is AggregateException all ? $"{all.InnerExceptions.Count} of {all.InnerExceptions[0].GetType().Name}" : exception.InnerException?.GetType().Name ?? "none";
        Console.WriteLine($"{attempt}: transient {exception.IsTransient}, inner {inner}");
    }
}
CS
seen=$(dotnet run "$folder/app.cs")
echo "$seen"
[ "$seen" = '1: transient False, inner 2 of NpgsqlException
2: transient False, inner none' ]
