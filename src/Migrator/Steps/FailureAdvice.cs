using System.Runtime.CompilerServices;
using Migrator.Errors;
using Migrator.Sql.Reading;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Steps;

/// <summary>How a migration is to be mended, where its failure tells.</summary>
internal static class FailureAdvice
{
    private const string Alone = "an Execute.Sql for each statement: the server takes several in one text for one transaction.";

    /// <summary>What to do; null where nobody but its author knows.</summary>
    /// <param name="cause">What it failed with.</param>
    /// <param name="sql">The statement; null for C# code.</param>
    /// <param name="inTransaction">Whether the migration runs in one.</param>
    public static string? Of(Exception cause, string? sql, bool inTransaction) => cause switch
    {
        RefusedTextException refused => refused.Next,
        TransactionEndedException => TransactionEndedException.Next,
        TransactionLeftOpenException => TransactionLeftOpenException.Next,
        RecordFailedException => RecordFailedException.Next,
        PostgresException { SqlState: PostgresErrorCodes.ActiveSqlTransaction } => OfTransaction(sql, inTransaction),
        _ when sql is null && !RuntimeFeature.IsDynamicCodeSupported && IsOfNativeCode(cause) => OfNativeCode,
        _ when sql is null && OtherVersion.Is(cause) => OtherVersion.Next,
        _ => null,
    };

    /// <summary>What a program of native code is told of its limits.</summary>
    public const string OfNativeCode =
        "this bundle is native code, which makes no code while it runs: what maps rows by reflection (Dapper) needs that. Make "
        + "the bundle with the runtime in it, by --no-aot; or write it with plain commands.";

    /// <summary>Whether an error is what native code fails with where it would need to make code, or lacks what was left out of
    /// it.</summary>
    public static bool IsOfNativeCode(Exception exception) => exception switch
    {
        PlatformNotSupportedException or MissingMemberException or TypeLoadException => true,
        NotSupportedException { Message: var message } => message.Contains("native code", StringComparison.OrdinalIgnoreCase)
            || message.Contains("AOT", StringComparison.Ordinal),
        InvalidOperationException { Message: var message } => message.Contains("Reflection-based", StringComparison.Ordinal),
        _ => false,
    };

    // What has to be the first of its transaction fails with the same code.
    private static string? OfTransaction(string? sql, bool inTransaction)
    {
        var statements = sql is null ? [] : SqlStatement.Split(sql);
        if (statements.Count > 0 && statements.All(statement => statement.Cursor().IsOneOf("set", "begin", "start")))
            return null;

        var name = statements.Select(OutsideTransaction.Of).FirstOrDefault(found => found is not null);
        return inTransaction ? $"run it outside a transaction: [Migration(..., TransactionBehavior.None)] on the migration"
                + $"{(name is null ? "" : $", with {name} in an Execute.Sql of its own")}."
            : statements.Count > 1 ? Alone : "as a statement of its own, not within a function or a DO block.";
    }
}
