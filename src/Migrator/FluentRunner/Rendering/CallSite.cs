using System.Diagnostics;
using FluentMigrator;
using Migrator.Errors;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Finds the line of a migration in a stack, by the debug symbols beside its assembly or in it.</summary>
internal static class CallSite
{
    /// <summary>The innermost line of the migration itself, else of a base class, else of its assembly; null without
    /// symbols.</summary>
    public static SourceLocation? Find(StackTrace trace, Type migration)
    {
        SourceLocation? near = null, inherited = null;
        string[] bases = [.. Bases(migration)];
        foreach (var frame in trace.GetFrames())
        {
            if (frame.GetFileName() is not { } file || DiagnosticMethodInfo.Create(frame) is not { } method)
                continue;
            if (method.DeclaringTypeName is { } type && IsWithin(type, migration.FullName!))
                return new(file, frame.GetFileLineNumber());
            if (inherited is null && Array.Exists(bases, one => IsWithin(method.DeclaringTypeName ?? "", one)))
                inherited = new(file, frame.GetFileLineNumber());
            if (near is null && method.DeclaringAssemblyName == migration.Assembly.FullName)
                near = new(file, frame.GetFileLineNumber());
        }

        return inherited ?? near;
    }

    /// <summary>The line of a migration that an exception, or one that caused it, came through; null without symbols.</summary>
    public static SourceLocation? Find(Exception exception, Type migration) => ThrownText.Chain(exception).Reverse()
        .Select(one => Find(new StackTrace(one, fNeedFileInfo: true), migration)).FirstOrDefault(line => line is not null);

    // As a frame names them: of a generic class, what it is made of is not said.
    private static IEnumerable<string> Bases(Type migration)
    {
        var theirs = typeof(IMigration).Assembly;
        for (var type = migration.BaseType; type is not null && type.Assembly != theirs; type = type.BaseType)
            yield return (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;
    }

    // A lambda stands in a class of the compiler's within.
    private static bool IsWithin(string type, string migration) =>
        type.StartsWith(migration, StringComparison.Ordinal)
            && (type.Length == migration.Length || type[migration.Length] == '+');
}
