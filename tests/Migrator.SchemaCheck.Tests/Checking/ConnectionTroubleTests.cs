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
            "the server closed the connection" },
        { new NpgsqlException("Failed to connect", new SocketException((int)SocketError.AccessDenied)), false,
            new SocketException((int)SocketError.AccessDenied).Message },
        { new SocketException((int)SocketError.HostNotFound), true, new SocketException((int)SocketError.HostNotFound).Message },
        { new NpgsqlException("No password has been provided but the backend requires one"), false,
            "the server asks for a password, and there is none. Give Password=..., PGPASSWORD, or a password file with a line "
                + "that fits (Passfile=..., PGPASSFILE)" },
        { new NpgsqlException("Exception while performing SSL handshake",
            new AuthenticationException("The remote certificate was rejected")), false,
            "TLS was not agreed on: the server's certificate is not trusted here, or is for another host. Name the authority "
                + "that signed it: Root Certificate=... (sslrootcert, PGSSLROOTCERT)" },
        { new NpgsqlException("SSL connection requested. No SSL enabled connection from this host is configured."), false,
            "the server offers no TLS, and the connection wants it. SSL Mode=Prefer (sslmode=prefer) does without, or switch "
                + "it on at the server: ssl = on" },
        { new NpgsqlException("No username could be found, please specify one explicitly"), false,
            "no user is named, and this process's own has no name. Give Username=... or PGUSER" },
        { new NpgsqlException("Something of the driver's own."), false, "Something of the driver's own" },
        { new NpgsqlException("Failed to connect to /run/.s.PGSQL.5432",
            new SocketException((int)SocketError.AddressNotAvailable)), true, "there is no socket of a server" },
        { new NpgsqlException("Exception while reading", new IOException("Unable to read data",
            new SocketException((int)SocketError.ConnectionReset))), true,
            new SocketException((int)SocketError.ConnectionReset).Message },
        { new NpgsqlException("Unable to connect to a suitable host.", new AggregateException(
            new NpgsqlException("one", new SocketException((int)SocketError.ConnectionRefused)),
            new PostgresException("no such", "FATAL", "FATAL", "3D000"))), true,
            new SocketException((int)SocketError.ConnectionRefused).Message + "; no such (3D000)" },
        { new FileNotFoundException("Could not find file '/run/secret'"), false,
            "a file that the connection names is not there" },
        { new UnauthorizedAccessException("Access to the path '/run/secret' is denied"), false,
            "a file that the connection names may not be read by this process" },
        { new FormatException("pgpass entry was not well-formed"), false,
            "the password file cannot be read: a line must be host:port:database:user:password" },
        { new ArgumentException("'s3cret' is not supported (Parameter 'name')"), false,
            "a value of the connection, or of a PG variable, does not fit" },
        { new PostgresException("no such user: x", "FATAL", "FATAL", "08P01"), false, "no such user: x (08P01)" },
        { new PostgresException("unsupported startup parameter: x", "FATAL", "FATAL", "08P01"), false,
            "unsupported startup parameter: x (08P01)" },
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
