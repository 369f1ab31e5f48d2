using System.Data;
using FluentMigrator.Builders.Execute;

namespace Storefront.Migrations;

/// <summary>
/// It walks along the key instead of asking for the first rows that are left: each row is then read once,
/// and a row that an UPDATE leaves as it was cannot make the loop endless.
/// </summary>
internal static class Batches
{
    /// <summary>
    /// The statement handles the batch of rows after key <c>@after</c> and returns the last key in it, or NULL at the end.
    /// Each run is a statement of its own, with a command timeout of its own.
    /// </summary>
    public static void InBatches(this IExecuteExpressionRoot execute, string sql, string description) =>
        execute.WithConnection(
            (connection, transaction) =>
            {
                if (transaction is not null)
                {
                    throw new InvalidOperationException("Batches need TransactionBehavior.None: in a transaction they are one.");
                }

                using var command = connection.CreateCommand();
                command.CommandText = sql;
                var after = command.CreateParameter();
                after.ParameterName = "after";
                after.DbType = DbType.Int64;
                after.Value = long.MinValue;
                command.Parameters.Add(after);

                while (command.ExecuteScalar() is long last)
                {
                    after.Value = last;
                }
            },
            description);
}
