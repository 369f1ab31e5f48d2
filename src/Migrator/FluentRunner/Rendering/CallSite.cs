using System.Diagnostics;
using Migrator.Errors;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Finds the line of a migration in a stack, by the debug symbols beside its assembly or in it.</summary>
internal static class CallSite
{
    /// <summary>The innermost line of the migration itself, else of its assembly; null without symbols.</summary>
    public static SourceLocation? Find(StackTrace trace, Type migration)
    {
        SourceLocation? near = null;
        foreach (var frame in trace.GetFrames())
        {
            if (frame.GetFileName() is not { } file || DiagnosticMethodInfo.Create(frame) is not { } method)
                continue;
            if (method.DeclaringTypeName is { } type && IsWithin(type, migration.FullName!))
                return new(file, frame.GetFileLineNumber());
            if (near is null && method.DeclaringAssemblyName == migration.Assembly.FullName)
                near = new(file, frame.GetFileLineNumber());
        }

        return near;
    }

    /// <summary>The line of a migration that an exception, or one that caused it, came through; null without symbols.</summary>
    public static SourceLocation? Find(Exception exception, Type migration) => ThrownText.Chain(exception).Reverse()
        .Select(one => Find(new StackTrace(one, fNeedFileInfo: true), migration)).FirstOrDefault(line => line is not null);

    // A lambda stands in a class of the compiler's within.
    private static bool IsWithin(string type, string migration) =>
        type.StartsWith(migration, StringComparison.Ordinal)
            && (type.Length == migration.Length || type[migration.Length] == '+');
}
