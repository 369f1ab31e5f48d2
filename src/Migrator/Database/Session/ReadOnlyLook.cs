using Migrator.Errors;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.Session;

/// <summary>A look at a database by a verb that writes nothing: what goes wrong with it, in words that name the setting at fault.</summary>
internal static class ReadOnlyLook
{
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">The connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has locked what is read.</exception>
    public static async Task<T> RunAsync<T>(DatabaseSession session, VersionTable table, Func<Task<T>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            throw new ConfigurationException(refused.Message + " " + refused.Refusal.Next, refused);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException || StepFailure.IsLoss(exception))
        {
            throw new DatabaseUnreachableException($"The connection to {session.Identity} was lost: {ServerMessage.Of(exception)}", exception);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled)
        {
            throw new LockTimeoutException($"The version table could not be read in time: {ServerMessage.Of(exception)} ({exception.SqlState}).", exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new ConfigurationException(
                $"{session.Identity.User} may not read the version table: {exception.MessageText}. "
                + $"GRANT USAGE ON SCHEMA {Identifier.Quote(table.Schema)} TO \"{session.Identity.User}\"; "
                + $"GRANT SELECT ON {table.QuotedName} TO \"{session.Identity.User}\"; and the same for {table.QuotedJournalName}, if there is one.",
                exception);
        }
        catch (PostgresException exception)
        {
            throw new ConfigurationException(
                $"{table.QuotedName} cannot be read as FluentMigrator's version table: {ServerMessage.Of(exception)} ({exception.SqlState}). "
                + "Correct --version-table or --version-table-schema.", exception);
        }
    }
}
