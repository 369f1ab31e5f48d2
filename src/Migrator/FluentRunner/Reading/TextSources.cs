using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner.Initialization;

namespace Migrator.FluentRunner.Reading;

/// <summary>
/// Whether a migration makes its text of more than its code, told from that code: of the connection, which is another one offline; of
/// a clock or chance, which are other ones each time; of the machine. That two renderings are alike proves nothing: the same day, the
/// same machine.
/// </summary>
internal sealed class TextSources
{
    /// <summary>Why a text is not known where it holds the connection.</summary>
    public const string OfConnection = "its text depends on the connection string";

    private const string Changing = "it has another text each time";
    private const string Connections = "ConnectionStrings";

    private readonly Dictionary<(Type, Direction), string?> _known = [];

    /// <summary>Why the text of a migration is not known before it runs; null if nothing speaks against it, or native code cannot be
    /// read.</summary>
    public string? Reason(Type migration, Direction direction)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return null;
        if (!_known.TryGetValue((migration, direction), out var reason))
            _known[(migration, direction)] = reason = Look(migration, direction);

        return reason;
    }

    private static string? Look(Type migration, Direction direction)
    {
        HashSet<string> reasons = [];
        new CodeWalk(migration, direction).Walk(
            method =>
            {
                if (ReasonOf(method) is { } reason)
                    reasons.Add(reason);
            },
            text =>
            {
                if (text.StartsWith(Connections, StringComparison.OrdinalIgnoreCase)
                    && (text.Length == Connections.Length || text[Connections.Length] == ':'))
                    reasons.Add(OfConnection);
            });
        // The weightiest, whatever comes first in the code.
        return reasons.Contains(OfConnection) ? OfConnection : reasons.Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string? ReasonOf(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        if (name is "get_ConnectionString" && (type == typeof(MigrationBase) || type == typeof(IConnectionStringAccessor))
            || name is "get_Connection" && typeof(IMigrationContext).IsAssignableFrom(type)
            || name is "GetConnectionString" && type.Namespace == "Microsoft.Extensions.Configuration")
            return OfConnection;
        if (IsClock(type, name) || IsChance(type, method))
            return $"{Changing} ({Told(method)})";

        return type == typeof(Environment) && name is "GetEnvironmentVariable" or "GetEnvironmentVariables"
                or "ExpandEnvironmentVariables" or "get_MachineName" or "get_UserName" or "get_UserDomainName"
                or "get_CurrentDirectory" or "get_ProcessId"
            ? $"its text depends on where it runs ({Told(method)})" : null;
    }

    private static bool IsClock(Type type, string name) => name switch
    {
        "get_Now" or "get_UtcNow" or "get_Today" => type == typeof(DateTime) || type == typeof(DateTimeOffset),
        "GetUtcNow" or "GetLocalNow" => type == typeof(TimeProvider),
        "get_TickCount" or "get_TickCount64" => type == typeof(Environment),
        _ => false,
    };

    // A seed makes the same numbers each time.
    private static bool IsChance(Type type, MethodBase method) =>
        type == typeof(Guid) && method.Name is "NewGuid" or "CreateVersion7"
        || type == typeof(Random) && (method.Name == "get_Shared" || method.IsConstructor && method.GetParameters().Length == 0)
        || type == typeof(RandomNumberGenerator)
        || type == typeof(Path) && method.Name is "GetRandomFileName" or "GetTempFileName";

    private static string Told(MethodBase method) => method.IsConstructor ? $"new {method.DeclaringType!.Name}"
        : $"{method.DeclaringType!.Name}.{(method.IsSpecialName ? method.Name[(method.Name.IndexOf('_') + 1)..] : method.Name)}";
}
