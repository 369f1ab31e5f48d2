using Migrator.Errors;
using Npgsql;

namespace Migrator.Statements.Sending;

/// <summary>
/// Hears what the server says beside its answers while a step runs. What our own statements between steps cause is of no interest.
/// </summary>
internal sealed class NoticeListener : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly Action<MigrationProgress> _report;

    public NoticeListener(NpgsqlConnection connection, Action<MigrationProgress> report)
    {
        (_connection, _report) = (connection, report);
        connection.Notice += Hear;
    }

    /// <summary>The step that runs; null between steps.</summary>
    public StepContext? Step { get; set; }

    public void Dispose() => _connection.Notice -= Hear;

    private void Hear(object sender, NpgsqlNoticeEventArgs heard)
    {
        if (Step is not { } step)
            return;

        var notice = new ServerNotice(heard.Notice.InvariantSeverity, heard.Notice.SqlState, ServerMessage.Of(heard.Notice));
        step.Add(notice);
        _report(new MigrationProgress.ServerSaid(notice));
    }
}
