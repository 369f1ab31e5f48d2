using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Checking;

public sealed class ConnectionTroubleTests
{
    [Theory]
    [InlineData("57P03", true)] // the server is starting
    [InlineData("57P01", true)] // it is stopping
    [InlineData("08006", true)]
    [InlineData("53300", true)] // too many connections
    [InlineData("57014", true)] // the role's own statement_timeout
    [InlineData("28P01", false)] // password
    [InlineData("28000", false)] // pg_hba.conf
    [InlineData("42501", false)]
    [InlineData("42703", false)]
    [InlineData("3D000", false)]
    public void IsPassing_OfWhatTheServerSays(string state, bool passing)
    {
        var exception = new PostgresException("a message", "FATAL", "FATAL", state);

        Assert.True(ConnectionTrouble.IsOne(exception));
        Assert.Equal(passing, ConnectionTrouble.IsPassing(exception));
        Assert.Equal($"a message ({state})", ConnectionTrouble.Reason(exception));
    }

    public static TheoryData<Exception, bool, string> Others => new()
    {
        { new NpgsqlException("Failed to connect to 10.0.0.1:5432", new SocketException((int)SocketError.ConnectionRefused)),
            true, new SocketException((int)SocketError.ConnectionRefused).Message },
        { new NpgsqlException("Exception while reading", new TimeoutException("Timeout during reading attempt")), true,
            "no answer in time" },
        { new NpgsqlException("Exception while reading", new EndOfStreamException("Attempted to read past the end")), true,
            "Attempted to read past the end" },
        { new SocketException((int)SocketError.HostNotFound), true, new SocketException((int)SocketError.HostNotFound).Message },
        { new NpgsqlException("No password has been provided but the backend requires one"), false,
            "No password has been provided but the backend requires one" },
        { new NpgsqlException("Exception while performing SSL handshake",
            new AuthenticationException("The remote certificate was rejected")), false, "The remote certificate was rejected" },
        { new ArgumentException("Host can't be null"), false, "Host can't be null" },
        { new InvalidOperationException("no"), false, "no" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void IsPassing_OfEverythingElse(Exception exception, bool passing, string reason)
    {
        Assert.True(ConnectionTrouble.IsOne(exception));
        Assert.Equal((passing, reason), (ConnectionTrouble.IsPassing(exception), ConnectionTrouble.Reason(exception)));
    }

    [Fact]
    public void IsOne_OfABug_IsNot() => Assert.False(ConnectionTrouble.IsOne(new NotSupportedException()));
}
