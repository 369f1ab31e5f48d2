namespace Migrator;

/// <summary>A place in a migration's source, from its debug symbols.</summary>
/// <param name="File">The file, as the compiler was told it.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourceLocation(string File, int Line);
