using System.Text;

namespace Migrator.TestSupport;

/// <summary>
/// Broken and half-broken connections, each with a password that can be recognized in pieces: as people write them who forget a
/// separator, quote the wrong thing, take another program's form, or cut it off. The same ones for the same seed.
/// </summary>
public sealed class BrokenConnections(int seed)
{
    private static readonly string[] Pieces = ["Zq7Xw", "v9KpT", "mR3Wd", "bH5nL"];

    // What a password may have between its letters, and a connection between its parts.
    private static readonly string[] Separators =
        [";", "/", "?", "&", "#", "=", "'", "\"", " ", "%", ",", ":", "@", "\n", "\\", "|", "\t", "+", "://", "%3B", "%", "$"];

    private readonly Random _random = new(seed);

    // A URL with a @ or / too many is a whole one again where it is cut off: nobody can tell its password from a host.
    private bool _isBrokenEnough;

    /// <summary>Where a connection leads that still does.</summary>
    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 1;

    /// <summary>What of the password stands in a text; null if nothing does.</summary>
    public static string? FindIn(string text) =>
        Pieces.SelectMany(piece => (string[])[piece, Encoded(piece)])
            .FirstOrDefault(piece => text.Contains(piece, StringComparison.OrdinalIgnoreCase));

    /// <summary>The next one.</summary>
    public string Next()
    {
        _isBrokenEnough = false;
        var text = _random.Next(8) switch
        {
            0 or 1 => Url(),
            2 or 3 => Npgsql(),
            4 or 5 => Libpq(),
            6 => Elsewhere(),
            _ => Wrapped(),
        };
        return _random.Next(6) switch
        {
            _ when _isBrokenEnough => text,
            0 or 1 => Cut(text),
            2 => Mistyped(text),
            _ => text,
        };
    }

    // With separators in it or without, escaped or not.
    private string Password()
    {
        var password = _random.Next(3) == 0 ? string.Concat(Pieces)
            : string.Join(Pick(Separators), Pieces[..(1 + _random.Next(Pieces.Length))]);
        return _random.Next(6) == 0 ? Uri.EscapeDataString(password) : password;
    }

    private string Url()
    {
        var scheme = Pick(["postgres://", "postgresql://", "POSTGRES://", "postgres:///", "postgres:/", "postgres//", "postgres:",
            "//"]);
        var login = _random.Next(6) switch
        {
            0 => "",
            1 => $"u{Pick([";", "/", "?", "&", "=", " ", ",", "%3A", "|", ":@", "#"])}{Password()}@",
            _ => $"u:{Password()}@",
        };
        _isBrokenEnough = login.Length > 0 && (login[1] != ':' || login.Count(letter => letter == '@') > 1);
        var address = Pick([$"{Host}:{Port}", Host, $"{Host}:{Port},{Host}:{Port}", $"[::1]:{Port}", $"{Host}:", ""]);
        var path = Pick(["/d", "", "/", "/d/", "/d?", $"/d&password={Password()}", $"/d;password={Password()}",
            $"/d password={Password()}", $"/d#{Password()}", $"/d%3Fpassword%3D{Password()}", $"/d={Password()}",
            $"/d:{Password()}"]);
        var options = Pick(["", "?sslmode=prefer", $"?password={Password()}", $"?user=u&password={Password()}",
            $"?sslmode=disable?password={Password()}", $"?sslmode=disable;password={Password()}", $"?sslmode={Password()}",
            $"?user=u;password={Password()}", $"?user=u?{Password()}", $"?user=u:{Password()}&host={Host}", $"?{Password()}",
            $"?application_name=a&{Password()}=b", $"?options=-c%20{Password()}", $"?options={Uri.EscapeDataString(Password())}",
            $"?connect_timeout={Password()}", $"?passfile=/x;password={Password()}", $"?sslrootcert=/x password={Password()}"]);
        return scheme + login + address + path + options;
    }

    private string Npgsql()
    {
        List<string> parts = [$"Host={Host}", $"Port={Port}", "Database=d", "Username=u",
            Secret("Password", "PWD", "password", "Pasword")];
        if (_random.Next(3) == 0)
            parts.Add(Pick(["SSL Mode=Prefer", "Options=-c geqo=off", "Search Path=a", "Client Encoding=UTF8",
                "Application Name=a", "Root Certificate=/x", "Passfile=/x", "Timezone=UTC", "Pooling=false"]));
        if (_random.Next(4) == 0)
            parts[_random.Next(parts.Count)] += Pick([":", "/", ":@", "&", "|", " ", "=", "#"]) + Password();
        return Joined(parts, Pick([";", ";", "; "]), Pick([" ", ",", "&", "\n", "\t", ":", "|", "", ";;"]));
    }

    private string Libpq()
    {
        List<string> parts = [$"host={Host}", $"port={Port}", "dbname=d", "user=u",
            Secret("password", "pass", "pasword", "Password")];
        if (_random.Next(3) == 0)
            parts.Add(Pick(["sslmode=prefer", "options='-c geqo=off'", "application_name=a", "service=s", "sslrootcert=/x"]));
        if (_random.Next(4) == 0)
            parts[_random.Next(parts.Count)] += Pick([":", "/", ":@", "&", "|", ";", "=", "#"]) + Password();
        return Joined(parts, " ", Pick([";", ",", "&", "\n", "", "'"]));
    }

    private string Elsewhere() => _random.Next(9) switch
    {
        0 => $"jdbc:postgresql://{Host}:{Port}/d?user=u&password={Password()}",
        1 => $"jdbc:{Url()}",
        2 => $"mysql://u:{Password()}@{Host}/d",
        3 => $"postgresql+psycopg2://u:{Password()}@{Host}:{Port}/d",
        4 => $"{Host}:{Port}:d:u:{Password()}",
        5 => $"Data Source={Host};Initial Catalog=d;User ID=u;Password={Password()}",
        6 => $"psql \"host={Host} user=u password={Password()}\"",
        7 => $"u:{Password()}@{Host}:{Port}/d",
        _ => $"u/{Password()}@//{Host}:{Port}/d",
    };

    private string Wrapped()
    {
        var inner = _random.Next(3) switch { 0 => Url(), 1 => Npgsql(), _ => Libpq() };
        return _random.Next(9) switch
        {
            0 => $"\"{inner}\"",
            1 => $"'{inner}'",
            2 => $"{{\"ConnectionStrings\": {{\"Shop\": \"{inner}\"}}}}",
            3 => $"DATABASE_URL={inner}",
            4 => $"Host={inner}",
            5 => $"Database={inner}",
            6 => Uri.EscapeDataString(inner),
            7 => $"Host={Host};Port={Port};Username={inner};Database=d",
            _ => $"host={Host} port={Port} user='{inner}' dbname=d",
        };
    }

    private string Secret(params string[] names)
    {
        var (name, password) = (Pick(names), Password());
        return Pick([$"{name}={password}", $"{name}={password}", $"{name}='{password}'", $"{name}=\"{password}\"",
            $"{name}='{password}", $"{name}:{password}", $"{name} = {password}"]);
    }

    // In some order, and between two of them something else stands.
    private string Joined(List<string> parts, string right, string wrong)
    {
        _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
        var at = _random.Next(parts.Count + 1);
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
            text.Append(parts[i]).Append(i == parts.Count - 1 ? "" : i == at ? wrong : right);
        return text.ToString();
    }

    private string Cut(string text)
    {
        var at = _random.Next(text.Length + 1);
        return _random.Next(3) == 0 ? text[at..] : text[..at];
    }

    // A few letters are missing, doubled, swapped or others. A separator may be another one, but stays one, and the : before a
    // URL's password is kept: where a password is glued to a name, nobody can tell it from one.
    private string Mistyped(string text)
    {
        var letters = new StringBuilder(text);
        for (var mistakes = 1 + _random.Next(3); mistakes > 0 && letters.Length > 1; mistakes--)
        {
            var at = _random.Next(letters.Length - 1);
            if (letters[at] == ':' || letters[at + 1] == ':')
                continue;
            switch (char.IsLetterOrDigit(letters[at]) ? _random.Next(4) : 3)
            {
                case 0:
                    letters.Remove(at, 1);
                    break;
                case 1:
                    letters.Insert(at, letters[at]);
                    break;
                case 2:
                    (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
                    break;
                default:
                    letters[at] = Pick([" ", ";", "=", "'", "/", "?", "@", "\n", "\"", "&", ","])[0];
                    break;
            }
        }

        return letters.ToString();
    }

    private string Pick(string[] texts) => texts[_random.Next(texts.Length)];

    private static string Encoded(string text) => string.Concat(text.Select(letter => $"%{(int)letter:X2}"));
}
