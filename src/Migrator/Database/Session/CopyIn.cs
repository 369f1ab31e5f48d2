using Migrator.Sql.Texts;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>Sends the rows of a COPY by the protocol's copy, as they stand in the text; none of them is kept in memory.</summary>
internal static class CopyIn
{
    private const int Chunk = 64 * 1024;

    // As long as Npgsql gives a server to heed a cancellation.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Copies; all rows are in, or none.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="piece">The COPY.</param>
    /// <param name="cancellationToken">
    /// Ends it between two chunks. Who waits longer for the server asks it to cancel; where nothing helps, the connection is
    /// closed.
    /// </param>
    /// <exception cref="PostgresException">The server refused it, or a row.</exception>
    public static async Task ExecuteAsync(NpgsqlConnection connection, TextPiece piece, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var close = new CancellationTokenSource();
        // Npgsql closes the connection at once where it is told to cancel a copy.
        await using var _ = cancellationToken.Register(() => close.CancelAfter(Patience)).ConfigureAwait(false);
        try
        {
            var writer = await connection.BeginTextImportAsync(piece.Sql, close.Token).ConfigureAwait(false);
            try
            {
                await WriteAsync(writer, piece, cancellationToken, close.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!close.IsCancellationRequested)
            {
                await CancelAsync(writer).ConfigureAwait(false);
                throw;
            }

            // Here the server answers.
            await writer.DisposeAsync().ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            CopyFailure.Attach(exception, piece.Copy!);
            throw;
        }
    }

    private static async Task WriteAsync(NpgsqlCopyTextWriter writer, TextPiece piece, CancellationToken heeded,
        CancellationToken close)
    {
        var (sql, rows) = (piece.Copy!.Sql, piece.Copy.Rows!.Value);
        for (var at = rows.Start; at < rows.End; at += Chunk)
        {
            heeded.ThrowIfCancellationRequested();
            await writer.WriteAsync(sql.AsMemory(at, Math.Min(Chunk, rows.End - at)), close).ConfigureAwait(false);
        }

        heeded.ThrowIfCancellationRequested();
    }

    private static async Task CancelAsync(NpgsqlCopyTextWriter writer)
    {
        try
        {
            await writer.CancelAsync().ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            // It had found a fault in a row before it heard of that.
        }
    }
}
