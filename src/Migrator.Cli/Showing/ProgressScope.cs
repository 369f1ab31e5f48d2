namespace Migrator.Cli.Showing;

/// <summary>A listener for the length of a run.</summary>
internal readonly record struct ProgressScope(IProgress<MigrationProgress> Listener, IDisposable End) : IDisposable
{
    public void Dispose() => End.Dispose();
}
