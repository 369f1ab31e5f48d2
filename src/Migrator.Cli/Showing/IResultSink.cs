namespace Migrator.Cli.Showing;

/// <summary>A place beside the two streams where a result is told: the surroundings that the tool finds itself in ask for
/// it.</summary>
internal interface IResultSink
{
    /// <summary>Tells it. What cannot be written changes nothing: the database is what it is.</summary>
    void Write(RunSummary summary);
}
